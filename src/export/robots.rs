//! What search engines may read: all of a public site, nothing of any other. See
//! <https://www.rfc-editor.org/rfc/rfc9309>.

use crate::config::PUBLIC;
use crate::site::Site;

pub(super) fn robots(site: &Site, audience: &str) -> String {
    if audience != PUBLIC {
        return "User-agent: *\nDisallow: /\n".to_owned();
    }
    let sitemap = site.config.origin().map_or_else(String::new, |origin| {
        format!("Sitemap: {origin}{}sitemap.xml\n", site.config.base_path())
    });
    format!("User-agent: *\nAllow: /\n{sitemap}")
}
