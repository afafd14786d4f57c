//! Lets the standby and the published folder change places.
//!
//! In: a standby that is complete. Out: it is published, and what was published is the standby.
//! Must not: be called with a standby that is not complete; touch a file in either.

use std::fs;
use std::io::{self, ErrorKind};

use super::error::WriteError;
use super::place::Place;

/// How the two change places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exchange {
    /// In one step, or with a journal where the file system has no such step.
    Atomic,
    /// With a journal.
    Journalled,
}

/// Publishes the standby.
pub(super) fn publish(place: &Place, how: Exchange) -> Result<(), WriteError> {
    if !place.out.exists() || is_empty(place) {
        return first(place).map_err(WriteError::io("publish", &place.out));
    }
    match how {
        Exchange::Atomic => match exchange(place) {
            Err(error) if is_unknown(&error) => publish(place, Exchange::Journalled),
            done => done.map_err(WriteError::io("publish", &place.out)),
        },
        Exchange::Journalled => journalled(place).map_err(WriteError::io("publish", &place.out)),
    }
}

/// The steps of a journalled exchange. The journal is written first and removed last: while it is
/// there the standby was complete, so that [`recover`] may go forward.
///
/// After the second step, and until the third, nothing is published: that is what a file system
/// without an exchange costs.
pub(super) const STEPS: [fn(&Place) -> io::Result<()>; 5] = [
    |place| fs::write(&place.journal, "Onramp is exchanging two folders; the next build finishes it\n"),
    |place| fs::rename(&place.out, &place.previous),
    |place| fs::rename(&place.standby, &place.out),
    |place| fs::rename(&place.previous, &place.standby),
    |place| fs::remove_file(&place.journal),
];

/// Finishes an exchange that a killed run began. What stands where says how far it came.
pub(super) fn recover(place: &Place) -> Result<(), WriteError> {
    if !place.journal.exists() {
        return Ok(());
    }
    let stands = (place.out.exists(), place.standby.exists(), place.previous.exists());
    let rest = match stands {
        // The old site is out of the way and the new one waits.
        (false, true, true) => &STEPS[2..],
        // The new site is published.
        (true, false, true) => &STEPS[3..],
        // Someone removed the new site: the old one comes back.
        (false, false, true) => {
            fs::rename(&place.previous, &place.out).map_err(WriteError::io("publish", &place.out))?;
            &STEPS[4..]
        }
        // Not begun, or done but for the journal.
        _ => &STEPS[4..],
    };
    for step in rest {
        step(place).map_err(WriteError::io("finish publishing", &place.out))?;
    }
    Ok(())
}

fn journalled(place: &Place) -> io::Result<()> {
    if let Some(failed) = STEPS.iter().find_map(|step| step(place).err()) {
        // Back to the old site, if that is possible at all; otherwise the journal stays for the
        // next run. What went wrong first is what to report.
        if !place.out.exists() {
            let _ = fs::rename(&place.previous, &place.out);
        }
        if place.out.exists() && place.standby.exists() {
            let _ = fs::remove_file(&place.journal);
        }
        return Err(failed);
    }
    Ok(())
}

fn first(place: &Place) -> io::Result<()> {
    match fs::rename(&place.standby, &place.out) {
        // Windows does not rename over an empty folder, as others do.
        Err(_) if place.out.exists() && is_empty(place) => {
            fs::remove_dir(&place.out)?;
            fs::rename(&place.standby, &place.out)
        }
        done => done,
    }
}

fn is_empty(place: &Place) -> bool {
    fs::read_dir(&place.out).is_ok_and(|mut children| children.next().is_none())
}

/// Lets the two change places in one step.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub(super) fn exchange(place: &Place) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, &place.standby, CWD, &place.out, RenameFlags::EXCHANGE)?;
    Ok(())
}

/// Lets the two change places in one step, which this system does not have.
#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
pub(super) fn exchange(_: &Place) -> io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}

/// Whether the system or the file system has no exchange. `EINVAL` is what Linux says where the
/// file system does not know the flag.
pub(super) fn is_unknown(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::InvalidInput)
}
