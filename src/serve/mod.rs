//! The dev server: builds the site again when an input changes, and tells browsers to reload.
//!
//! In: a function that does a whole build, and the paths to watch. Out: the last good site, served
//! from memory on this machine only. Must not: print (it tells its caller), write to disk, or know
//! how a build is done.

mod content_type;
mod error;
mod follow;
mod http;
mod shown;
#[cfg(test)]
mod tests;
mod watch;

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::{Arc, mpsc};
use std::thread;

use axum::Router;
use axum::extract::{Request, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use tokio::runtime::Runtime;
use tokio::sync::watch as latest;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::WatchStream;

pub use error::ServeError;

use crate::output::Outputs;
use follow::{Follower, survived};
use shown::Shown;
use watch::{News, Watcher};

/// The port unless another is asked for.
pub const DEFAULT_PORT: u16 = 7411;

/// How many ports after the first are tried when it is taken.
const MORE_PORTS: u16 = 10;

/// What to serve, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServeOptions {
    /// The port on the loopback address; 0 is any that is free. When it is taken, the ten after it
    /// are tried.
    pub port: u16,
    /// Files and folders that the first build reads: a change in one starts a build. They need not exist.
    pub watch: Vec<PathBuf>,
    /// Files and folders among those that a build does not read, such as its output.
    pub ignore: Vec<PathBuf>,
}

/// A site whose files are made when they are asked for.
pub trait Served: Send + Sync {
    /// Whether there is a file of this path.
    fn has(&self, path: &str) -> bool;

    /// A file, by its path in the site; none where there is no such file.
    ///
    /// # Errors
    /// What is wrong with it, as people read it.
    fn file(&self, path: &str) -> Result<Option<Vec<u8>>, String>;

    /// The site with what these files hold now, where that takes no build: most edits touch one page. What
    /// the edit brings elsewhere, and what is wrong with it, the next build finds.
    fn edited(&self, changed: &[PathBuf]) -> Option<Arc<dyn Served>>;

    /// The files of the site, such as pictures, that are these as they are; all such where it is not known
    /// what changed, and nothing is given.
    fn published(&self, _changed: &[PathBuf]) -> Vec<String> {
        Vec::new()
    }
}

impl Served for Outputs {
    fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    fn file(&self, path: &str) -> Result<Option<Vec<u8>>, String> {
        Ok(self.files.get(path).cloned())
    }

    fn edited(&self, _: &[PathBuf]) -> Option<Arc<dyn Served>> {
        None
    }
}

/// What one build gave.
#[derive(Clone)]
pub struct ServeBuild {
    /// The site. It is served if there are no errors, or if no better one was ever built.
    pub site: Arc<dyn Served>,
    /// The path under which the site lives, such as `/` or `/platform/`.
    pub base: String,
    /// The findings as people read them, with colour codes or without.
    pub diagnostics: String,
    /// What the terminal is told of a build that is not the first, such as what is new among the findings.
    pub news: String,
    /// How many of them are errors.
    pub errors: usize,
    /// Files and folders that every build of this site reads, folders with all that is in them; none where
    /// it could not be told.
    pub inputs: Vec<PathBuf>,
    /// Files and folders that this build read, or looked for, beside those.
    pub reads: Vec<PathBuf>,
}

impl Default for ServeBuild {
    fn default() -> Self {
        Self {
            site: Arc::new(Outputs::default()),
            base: String::new(),
            diagnostics: String::new(),
            news: String::new(),
            errors: 0,
            inputs: Vec::new(),
            reads: Vec::new(),
        }
    }
}

/// Serves a site until Ctrl-C.
///
/// `build` does a whole build; it runs on one thread at a time. `tell` gets what the terminal should
/// show: one or several lines, without a line feed at the end, with colour codes where `build` gave
/// them.
///
/// # Errors
/// When no port is free, when an input cannot be watched, and when the system gives no threads.
/// A build with errors is no error.
pub fn serve(
    options: &ServeOptions,
    build: impl Fn() -> ServeBuild + Send + Sync + 'static,
    tell: impl Fn(&str) + Send + Sync + 'static,
) -> Result<(), ServeError> {
    let running = Running::start(options, build, tell)?;
    running.runtime.block_on(tokio::signal::ctrl_c()).map_err(ServeError::System)
}

/// A server at work, until it is dropped. Open connections end with it, and a build that is under
/// way is not waited for.
struct Running {
    runtime: Runtime,
    #[cfg_attr(not(test), expect(dead_code, reason = "tests ask where it listens"))]
    address: SocketAddr,
    news: mpsc::Sender<News>,
}

impl Running {
    fn start(
        options: &ServeOptions,
        build: impl Fn() -> ServeBuild + Send + Sync + 'static,
        tell: impl Fn(&str) + Send + Sync + 'static,
    ) -> Result<Self, ServeError> {
        let listener = listen(options.port)?;
        let address = listener.local_addr().map_err(ServeError::System)?;
        if options.port != 0 && address.port() != options.port {
            tell(&format!("port `{}` is taken: using `{}`", options.port, address.port()));
        }
        // Watching begins before the first build, so that no change falls between the two.
        let (news, changes) = mpsc::channel();
        let mut watcher = Watcher::start(&options.watch, &options.ignore, news.clone())?;
        let first = survived(&build);
        watcher.follow(&first)?;
        let first = Shown::first(first);
        if !first.findings().is_empty() {
            tell(first.findings());
        }
        tell(&format!("serving `http://{address}{}`: press Ctrl-C to stop", first.base()));

        let (sender, receiver) = latest::channel(Arc::new(first));
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .map_err(ServeError::System)?;
        runtime.block_on(async { spawn_server(listener, receiver) }).map_err(ServeError::System)?;
        let follower = Arc::new(Follower::new(watcher, sender, build, tell));
        let (wanted, wants) = mpsc::channel();
        let builder = Arc::clone(&follower);
        for (name, work) in [
            ("build", Box::new(move || builder.build(&wants)) as Box<dyn FnOnce() + Send>),
            ("watch", Box::new(move || follower.watch(&changes, &wanted))),
        ] {
            thread::Builder::new().name(name.to_owned()).spawn(work).map_err(ServeError::System)?;
        }
        Ok(Self { runtime, address, news })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // The thread may have ended by itself; then there is nobody to tell.
        let _ = self.news.send(News::Stop);
    }
}

/// Takes the first free port, on the loopback address only.
fn listen(port: u16) -> Result<TcpListener, ServeError> {
    let last = if port == 0 { 0 } else { port.saturating_add(MORE_PORTS) };
    let mut failed = None;
    for port in port..=last {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Ok(listener) => return Ok(listener),
            Err(error) => failed = Some(error),
        }
    }
    Err(ServeError::Port {
        first: port,
        last,
        source: failed.unwrap_or_else(|| std::io::ErrorKind::Other.into()),
    })
}

fn spawn_server(listener: TcpListener, latest: latest::Receiver<Arc<Shown>>) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let router = Router::new().fallback(answer).with_state(latest);
    // It ends with the runtime: a connection that waits for events would never end by itself.
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(())
}

async fn answer(State(latest): State<latest::Receiver<Arc<Shown>>>, request: Request) -> Response {
    let mut response = match http::refuse(request.method(), request.headers()) {
        Some(refusal) => refusal,
        None if request.uri().path() == http::EVENTS => events(latest),
        None => {
            let shown = Arc::clone(&latest.borrow());
            http::answer(&shown, request.uri())
        }
    };
    http::protect(response.headers_mut());
    response
}

/// Tells a browser what is shown now, and again whenever that changes. One that was away misses
/// nothing: what counts is what is shown, not what happened.
fn events(latest: latest::Receiver<Arc<Shown>>) -> Response {
    let told =
        WatchStream::new(latest).map(|shown| Ok::<_, Infallible>(Event::default().data(shown.event())));
    Sse::new(told).keep_alive(KeepAlive::default()).into_response()
}
