//! Answers to requests.
//!
//! In: what is shown, and a path. Out: a file of it, a redirect, or the page that says there is
//! none. Must not: reach the disk; a path is looked up in a map, so that none leads out of the site.

use axum::body::Body;
use axum::http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, LOCATION,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::Response;

use super::content_type;
use super::shown::Shown;
use crate::escape;

/// Where browsers listen for changes.
pub(super) const EVENTS: &str = "/_onramp/events";

const SCRIPT: &str = "/_onramp/live.js";
const STYLE: &str = "/_onramp/live.css";
const MISSING: &str = "<!doctype html>\n<title>Not found</title>\n<p>There is no such page.</p>\n";

/// Refuses what is not for this server: other methods than `GET` and `HEAD`, and requests that a
/// page of another site sends here by a name that it made lead to this machine.
pub(super) fn refuse(method: &Method, headers: &HeaderMap) -> Option<Response> {
    let host = headers.get(HOST).map(|host| host.to_str().unwrap_or_default());
    if !host.is_none_or(is_local) {
        let text = b"this server answers to `localhost` and `127.0.0.1` only\n";
        return Some(full(StatusCode::FORBIDDEN, "text/plain; charset=utf-8", text));
    }
    if !matches!(*method, Method::GET | Method::HEAD) {
        let mut response = full(StatusCode::METHOD_NOT_ALLOWED, "text/plain; charset=utf-8", b"");
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return Some(response);
    }
    None
}

/// The answer to a request for a path.
pub(super) fn answer(shown: &Shown, uri: &Uri) -> Response {
    match uri.path() {
        SCRIPT => return full(StatusCode::OK, content_type::of(SCRIPT), include_bytes!("live.js")),
        STYLE => return full(StatusCode::OK, content_type::of(STYLE), include_bytes!("live.css")),
        _ => {}
    }
    match find(shown, uri.path()) {
        Found::File(path) => file(shown, StatusCode::OK, &path),
        Found::Redirect(to) => redirect(&to, uri.query()),
        Found::Nothing => file(shown, StatusCode::NOT_FOUND, "404.html"),
    }
}

/// The headers of every answer. A page that breaks the policy in production should break here too.
pub(super) fn protect(headers: &mut HeaderMap) {
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'self'"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
}

fn is_local(host: &str) -> bool {
    // `[::1]:80` has colons in its name too.
    let name = match host.rsplit_once(':') {
        Some((name, port)) if !port.contains(']') => name,
        _ => host,
    };
    matches!(name, "localhost" | "127.0.0.1" | "[::1]") || name.ends_with(".localhost")
}

#[derive(Debug, PartialEq, Eq)]
enum Found {
    File(String),
    Redirect(String),
    Nothing,
}

fn find(shown: &Shown, requested: &str) -> Found {
    let base = shown.base();
    let Some(decoded) = decode(requested) else { return Found::Nothing };
    if decoded == "/" && base != "/" || format!("{decoded}/") == base {
        return Found::Redirect(base.to_owned());
    }
    let Some(path) = decoded.strip_prefix(base) else { return Found::Nothing };
    let is_folder = path.is_empty() || path.ends_with('/');
    let file = if is_folder { format!("{path}index.html") } else { path.to_owned() };
    if shown.has(&file) {
        Found::File(file)
    } else if !is_folder && shown.has(&format!("{path}/index.html")) {
        // As it was requested, for the name may hold encoded characters.
        Found::Redirect(format!("{requested}/"))
    } else {
        Found::Nothing
    }
}

/// Resolves `%41` and the like; nothing where that gives no text.
fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let mut digit = || char::from(rest.next()?).to_digit(16);
            bytes.push(u8::try_from(digit()? * 16 + digit()?).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

fn file(shown: &Shown, status: StatusCode, path: &str) -> Response {
    let (status, bytes) = match shown.file(path) {
        Ok(Some(bytes)) => (status, bytes),
        Ok(None) => (StatusCode::NOT_FOUND, MISSING.into()),
        Err(problem) => (StatusCode::INTERNAL_SERVER_ERROR, broken(&problem).into_bytes()),
    };
    let bytes = bytes.as_slice();
    let media_type = content_type::of(path);
    if media_type.starts_with("text/html") {
        full(status, media_type, &with_script(bytes, shown.id()))
    } else {
        full(status, media_type, bytes)
    }
}

/// What stands in the place of a page that cannot be made.
fn broken(problem: &str) -> String {
    let problem = escape::text(problem);
    format!(
        "<!doctype html>\n<title>This page has an error</title>\n<h1>This page has an error</h1>\n<pre>{problem}</pre>\n"
    )
}

/// The page with the script that reloads it, before the end of its body. Only what is served has
/// it; what is written to disk never does.
fn with_script(page: &[u8], id: &str) -> Vec<u8> {
    const END: &[u8] = b"</body";
    let at = page.windows(END.len()).rposition(|part| part.eq_ignore_ascii_case(END)).unwrap_or(page.len());
    let script = format!("<script src=\"{SCRIPT}\" data-site=\"{id}\"></script>\n");
    [&page[..at], script.as_bytes(), &page[at..]].concat()
}

fn redirect(to: &str, query: Option<&str>) -> Response {
    let to = query.map_or_else(|| to.to_owned(), |query| format!("{to}?{query}"));
    let mut response = full(StatusCode::TEMPORARY_REDIRECT, "text/plain; charset=utf-8", b"");
    if let Ok(to) = HeaderValue::from_str(&to) {
        response.headers_mut().insert(LOCATION, to);
    }
    response
}

fn full(status: StatusCode, media_type: &'static str, bytes: &[u8]) -> Response {
    let mut response = Response::new(Body::from(bytes.to_vec()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    // Said here, so that the answer to `HEAD` says it too.
    response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    response
}
