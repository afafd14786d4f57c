//! Which stage is at work, and how long each took.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What is called with the name of each stage as it begins.
#[derive(Clone, Default)]
pub struct OnStage(pub Option<Arc<dyn Fn(&'static str) + Send + Sync>>);

impl fmt::Debug for OnStage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OnStage")
    }
}

/// The stages by name, in the order in which they run.
pub const STAGES: &[&str] = &[
    "load",
    "compare",
    "parse",
    "resolve",
    "draw",
    "check",
    "audience",
    "highlight",
    "render",
    "search",
    "export",
    "write",
];

/// How long a stage took.
pub type Timings = Vec<(&'static str, Duration)>;

/// Times the stages. What it measures is shown, and decides nothing.
pub(super) struct Clock<'a> {
    on_stage: &'a OnStage,
    stage: &'static str,
    began: Instant,
    laps: Timings,
}

impl<'a> Clock<'a> {
    pub(super) fn start(on_stage: &'a OnStage, stage: &'static str) -> Self {
        let mut clock = Self { on_stage, stage, began: Instant::now(), laps: Timings::new() };
        clock.begin(stage);
        clock
    }

    pub(super) fn next(&mut self, stage: &'static str) {
        self.lap();
        self.begin(stage);
    }

    fn begin(&mut self, stage: &'static str) {
        if let Some(tell) = &self.on_stage.0 {
            tell(stage);
        }
        self.stage = stage;
        self.began = Instant::now();
    }

    /// How long each stage took, now that the last one has ended.
    pub(super) fn stopped(mut self) -> Timings {
        self.lap();
        self.laps
    }

    fn lap(&mut self) {
        self.laps.push((self.stage, self.began.elapsed()));
    }
}
