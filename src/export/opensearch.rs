//! How a browser's address bar can search the site. See
//! <https://github.com/dewitt/opensearch/blob/master/opensearch-1-1-draft-6.md>.

use crate::escape;
use crate::site::Site;

/// As many whole words as fit into so many characters; of a first one that is longer, its beginning.
fn first(text: &str, most: usize) -> &str {
    let end = text.char_indices().nth(most).map_or(text.len(), |(end, _)| end);
    let is_cut = text[end..].chars().next().is_some_and(|c| !c.is_whitespace());
    let words = text[..end].rfind(char::is_whitespace).filter(|at| is_cut && *at > 0);
    text[..words.unwrap_or(end)].trim_end()
}

/// The description; none where the config gives no full address, which the format asks for.
pub(super) fn description(site: &Site) -> Option<String> {
    let address = |path: &str| site.config.origin().map(|origin| format!("{origin}{}", site.address(path)));
    let search = escape::text(&address("/search/")?);
    // The format allows 16 characters for the one and 1024 for the other.
    let (name, about) = (first(&site.config.title, 16), first(&site.config.title, 1024));
    let (name, about) = (escape::text(name), escape::text(about));
    Some(format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n\
         <ShortName>{name}</ShortName>\n<Description>Search {about}</Description>\n\
         <InputEncoding>UTF-8</InputEncoding>\n\
         <Url type=\"text/html\" template=\"{search}?q={{searchTerms}}\"/>\n\
         </OpenSearchDescription>\n"
    ))
}
