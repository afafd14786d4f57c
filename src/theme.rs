//! The theme: templates and the files beside them, the built-in one under the site's own.
//!
//! In: files of a site's `themes/`. Out: [`Theme`]. Must not: read a template.

use std::collections::BTreeMap;

use rust_embed::RustEmbed;

/// The built-in theme, part of the binary.
#[derive(RustEmbed)]
#[folder = "themes/default/"]
struct BuiltIn;

/// The name of the built-in theme.
pub const DEFAULT: &str = "default";

/// A theme's files: those of the theme that the site names, over those that it has itself in
/// `themes/default/`, over the built-in ones.
#[derive(Debug, Clone, Default)]
pub struct Theme {
    /// Templates by their name in the engine, such as `default/page.html`.
    pub templates: BTreeMap<String, Template>,
    /// Prefixes of template names, the first one looked at first.
    pub layers: Vec<String>,
    /// All other files by their path within the theme, such as `onramp.css`.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// A template's text and where it is from.
#[derive(Debug, Clone)]
pub struct Template {
    /// Its path from the site's root, or as if it were there for a built-in one.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// The stylesheet that holds the tokens.
const STYLESHEET: &str = "onramp.css";

/// What a folder's name in the engine begins with: the built-in files stand apart from the site's
/// `themes/default/`, so that these can extend those.
const BUILT_IN: &str = "built-in/";

impl Theme {
    /// The theme called `name`; `files` are those below `themes/`, by path from the root.
    #[must_use]
    pub fn new(name: &str, files: &BTreeMap<String, Vec<u8>>) -> Self {
        let mut theme = Self::default();
        for path in BuiltIn::iter() {
            let Some(file) = BuiltIn::get(&path) else { continue };
            theme.add(BUILT_IN, &path, &format!("themes/{DEFAULT}/{path}"), &file.data);
        }
        let mut layers = vec![BUILT_IN.to_owned()];
        for layer in [DEFAULT, name] {
            let prefix = format!("themes/{layer}/");
            let own = files.range(prefix.clone()..).take_while(|(path, _)| path.starts_with(&prefix));
            for (path, bytes) in own {
                theme.add(&format!("{layer}/"), &path[prefix.len()..], path, bytes);
            }
            if !layers.contains(&format!("{layer}/")) {
                layers.push(format!("{layer}/"));
            }
        }
        layers.reverse();
        theme.layers = layers;
        theme
    }

    /// The theme's one stylesheet, as text; empty where there is none.
    #[must_use]
    pub fn stylesheet(&self) -> &str {
        self.files.get(STYLESHEET).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }

    /// The theme with more rules behind those of its stylesheet.
    #[must_use]
    pub fn with_rules(mut self, rules: &str) -> Self {
        if let Some(bytes) = self.files.get_mut(STYLESHEET) {
            bytes.extend_from_slice(rules.as_bytes());
        }
        self
    }

    /// Whether the site has a theme of this name, or it is built in.
    #[must_use]
    pub fn exists(name: &str, files: &BTreeMap<String, Vec<u8>>) -> bool {
        name == DEFAULT || files.keys().any(|path| path.starts_with(&format!("themes/{name}/")))
    }

    /// Whether a template of this name in the engine is part of the binary.
    #[must_use]
    pub fn is_built_in(name: &str) -> bool {
        name.starts_with(BUILT_IN)
    }

    fn add(&mut self, layer: &str, within: &str, path: &str, bytes: &[u8]) {
        let is_template = within.rsplit_once('.').is_some_and(|(_, end)| end == "html" || end == "xml");
        match std::str::from_utf8(bytes) {
            Ok(text) if is_template => {
                let template = Template { path: path.to_owned(), text: text.to_owned() };
                self.templates.insert(format!("{layer}{within}"), template);
            }
            _ => drop(self.files.insert(within.to_owned(), bytes.to_vec())),
        }
    }
}
