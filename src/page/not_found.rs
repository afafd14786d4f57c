//! What a reader sees who comes to a page that is not there: where to go from here.

use serde_json::Value;

use super::Computed;
use crate::site::Site;

#[expect(clippy::unnecessary_wraps, reason = "a page may be left out, this one never is")]
pub(super) fn page(_site: &Site) -> Option<Computed> {
    Some(Computed::new("/404.html", "There is no such page", "", "404.html", &Value::Null))
}
