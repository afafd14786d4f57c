//! What a reader sees who comes to a page that is not there: where to go from here.

use serde_json::Value;

use super::Computed;
use crate::site::Site;

pub(super) fn page(_site: &Site) -> Computed {
    Computed {
        url: "/404.html".to_owned(),
        title: "There is no such page".to_owned(),
        template: "404.html",
        data: Value::Null,
    }
}
