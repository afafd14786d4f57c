//! The graph of a migration's steps: what each needs, where it stands, in which layer it lies.

use std::collections::BTreeMap;

use super::{Step, StepState};
use crate::circle::layers;

/// A step with what is worked out of it.
pub(super) struct Node<'a> {
    /// The step.
    pub(super) step: &'a Step,
    /// Its id.
    pub(super) id: String,
    /// The steps that it needs, by place; names that are no step's are left out.
    pub(super) needs: Vec<usize>,
    /// Where it stands.
    pub(super) state: StepState,
    /// The longest way from a step that needs nothing; none in or behind a circle.
    pub(super) layer: Option<usize>,
}

/// The id of a step.
pub(super) fn id(step: &Step) -> String {
    step.id.clone().unwrap_or_else(|| {
        let words = step.title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
    })
}

/// The graph.
pub(super) fn graph(steps: &[Step]) -> Vec<Node<'_>> {
    let ids: BTreeMap<String, usize> =
        steps.iter().enumerate().rev().map(|(n, step)| (id(step), n)).collect();
    let needs = |step: &Step| -> Vec<usize> {
        step.needs.iter().filter_map(|name| ids.get(name.as_str()).copied()).collect()
    };
    let needs: Vec<Vec<usize>> = steps.iter().map(needs).collect();
    let layers = layers(&needs);
    let done = |n: usize| steps[n].state == Some(StepState::Done);
    let node = |(n, step): (usize, &'_ Step)| {
        let ready = needs[n].iter().all(|it| done(*it));
        let worked_out = if ready { StepState::Released } else { StepState::Waiting };
        (n, step.state.unwrap_or(worked_out))
    };
    let states: Vec<(usize, StepState)> = steps.iter().enumerate().map(node).collect();
    let nodes = states.into_iter().zip(needs.iter().cloned()).zip(steps);
    nodes
        .map(|(((n, state), needs), step)| Node { step, id: id(step), needs, state, layer: layers[n] })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(toml: &str) -> Vec<Step> {
        #[derive(serde::Deserialize)]
        struct File {
            steps: Vec<Step>,
        }
        toml::from_str::<File>(toml).expect("steps").steps
    }

    #[test]
    fn a_step_is_released_when_all_that_it_needs_is_done() {
        let steps = steps(
            "[[steps]]\ntitle = \"Image, certified\"\nstate = \"done\"\n\
             [[steps]]\ntitle = \"Runners\"\nneeds = [\"image-certified\"]\n\
             [[steps]]\ntitle = \"Services\"\nneeds = [\"image-certified\", \"runners\"]\n",
        );
        let nodes = graph(&steps);
        let states: Vec<StepState> = nodes.iter().map(|node| node.state).collect();
        assert_eq!(states, [StepState::Done, StepState::Released, StepState::Waiting]);
        let layers: Vec<Option<usize>> = nodes.iter().map(|node| node.layer).collect();
        assert_eq!(layers, [Some(0), Some(1), Some(2)]);
    }

    #[test]
    fn what_lies_in_a_circle_or_behind_one_has_no_layer() {
        let steps = steps(
            "[[steps]]\ntitle = \"a\"\nneeds = [\"b\"]\n[[steps]]\ntitle = \"b\"\nneeds = [\"a\"]\n\
             [[steps]]\ntitle = \"c\"\nneeds = [\"b\"]\n[[steps]]\ntitle = \"d\"\n",
        );
        let layers: Vec<Option<usize>> = graph(&steps).iter().map(|node| node.layer).collect();
        assert_eq!(layers, [None, None, None, Some(0)]);
    }
}
