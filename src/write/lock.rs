//! Keeps two runs that write the same folder apart.
//!
//! In: a place. Out: a lock that ends with its value, or with the process however it ends: the file
//! that is left over locks nothing.

use std::fs::{File, OpenOptions, TryLockError};
use std::thread;
use std::time::Duration;

use super::error::WriteError;
use super::place::Place;

const PAUSE: Duration = Duration::from_millis(50);

/// Waits for the lock of a place, for as long as `patience`.
///
/// # Errors
/// When another run holds it for longer than that, or the lock file cannot be made.
pub(super) fn acquire(place: &Place, patience: Duration) -> Result<File, WriteError> {
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&place.lock)
        .map_err(WriteError::io("write", &place.lock))?;
    let mut waited = Duration::ZERO;
    loop {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) if waited < patience => {
                thread::sleep(PAUSE);
                waited += PAUSE;
            }
            Err(TryLockError::WouldBlock) => return Err(WriteError::Busy { out: place.out.clone() }),
            // Some network file systems know no locks. A build there is no worse off than without.
            Ok(()) | Err(TryLockError::Error(_)) => return Ok(file),
        }
    }
}
