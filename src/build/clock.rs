//! How long each stage takes, and who is told when one begins.
//!
//! In: the names of stages as they begin. Out: laps. Must not: decide anything.

use std::time::Instant;

use super::{OnStage, Timings};

/// Times the stages. What it measures is shown, and decides nothing.
pub(super) struct Clock<'a> {
    on_stage: &'a OnStage,
    stage: &'static str,
    began: Instant,
    pub(super) laps: Timings,
}

impl<'a> Clock<'a> {
    pub(super) fn start(on_stage: &'a OnStage, stage: &'static str) -> Self {
        let mut clock = Self { on_stage, stage, began: Instant::now(), laps: Timings::new() };
        clock.begin(stage);
        clock
    }

    pub(super) fn next(&mut self, stage: &'static str) {
        self.stop();
        self.begin(stage);
    }

    fn begin(&mut self, stage: &'static str) {
        if let Some(tell) = &self.on_stage.0 {
            tell(stage);
        }
        self.stage = stage;
        self.began = Instant::now();
    }

    pub(super) fn stop(&mut self) {
        self.laps.push((self.stage, self.began.elapsed()));
    }
}
