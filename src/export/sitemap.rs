//! The sitemap: every page's address. See <https://www.sitemaps.org/protocol.html>.

use crate::escape;
use crate::site::Site;

/// The sitemap; none where the config gives no full address, which the protocol asks for.
pub(super) fn sitemap(site: &Site) -> Option<String> {
    let origin = site.config.origin()?;
    let base = site.config.base_path();
    let mut urls: Vec<&str> = site.iter().map(|(_, entry)| entry.url.as_str()).collect();
    urls.extend(site.folders.keys().map(String::as_str));
    urls.sort_unstable();
    urls.dedup();
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for url in urls {
        let address = format!("{origin}{}{}", base.trim_end_matches('/'), escape::path(url));
        xml.push_str(&format!("<url><loc>{}</loc></url>\n", escape::href(&address)));
    }
    xml.push_str("</urlset>\n");
    Some(xml)
}
