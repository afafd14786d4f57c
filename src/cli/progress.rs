//! A sign of life during long builds.
//!
//! In: the name of the stage at work. Out: a bar on the terminal, if there is one and the build
//! takes longer than a moment.

use std::sync::Arc;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::{Common, Format};
use crate::build::{OnStage, STAGES};

/// A bar that steps from stage to stage.
pub(super) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// A bar for people; none where a program reads the output.
    pub(super) fn new(common: &Common) -> Self {
        let stages = u64::try_from(STAGES.len()).unwrap_or_default();
        let bar =
            if common.format == Format::Human { ProgressBar::new(stages) } else { ProgressBar::hidden() };
        let style = ProgressStyle::with_template("{bar:24} {msg}");
        if let Ok(style) = style {
            bar.set_style(style.progress_chars("━╸ "));
        }
        // Nothing is drawn in the first moment: a short build should leave no trace.
        bar.enable_steady_tick(Duration::from_millis(400));
        Self { bar }
    }

    /// What a build calls as each stage begins.
    pub(super) fn on_stage(&self) -> OnStage {
        let bar = self.bar.clone();
        OnStage(Some(Arc::new(move |stage: &'static str| {
            let at = STAGES.iter().position(|known| *known == stage).unwrap_or_default();
            bar.set_position(u64::try_from(at).unwrap_or_default());
            bar.set_message(stage);
        })))
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
