//! What needs what: how far each thing lies from those that need nothing, and which wait for one
//! another in a circle.
//!
//! In: for each thing, what it needs. Out: layers and circles, in time that grows with the things and
//! their needs and no faster. Must not: know what the things are.

use std::collections::{BTreeMap, VecDeque};

/// The things, each after all that it needs. What lies in a circle, or needs something that does, is
/// left out.
///
/// This is Kahn's way to sort topologically: what waits for nothing any more is taken away, until only
/// circles and what is behind them are left.
#[must_use]
pub fn order(needs: &[Vec<usize>]) -> Vec<usize> {
    let needed_by = turned(needs);
    let mut waits_for: Vec<usize> = needs.iter().map(Vec::len).collect();
    let mut order: Vec<usize> = (0..needs.len()).filter(|n| waits_for[*n] == 0).collect();
    let mut at = 0;
    while let Some(&n) = order.get(at) {
        at += 1;
        for &next in &needed_by[n] {
            waits_for[next] -= 1;
            if waits_for[next] == 0 {
                order.push(next);
            }
        }
    }
    order
}

/// The layer of each thing: the longest way to it from one that needs nothing, in steps. None for what
/// lies in a circle or needs something that does.
#[must_use]
pub fn layers(needs: &[Vec<usize>]) -> Vec<Option<usize>> {
    let mut layers = vec![None; needs.len()];
    for n in order(needs) {
        layers[n] = Some(needs[n].iter().filter_map(|it| layers[*it]).max().map_or(0, |before| before + 1));
    }
    layers
}

/// The circles among some things, by what each needs; needs that are no key are left out.
///
/// What can reach one another all ways round is told as one: by the shortest circle through the first
/// of them, beginning there, each followed by one that it needs. So a knot of many circles is told once,
/// and what is left of it when that one is mended is told then.
#[must_use]
pub fn circles<K: Copy + Ord>(needs: &BTreeMap<K, Vec<K>>) -> Vec<Vec<K>> {
    let keys: Vec<K> = needs.keys().copied().collect();
    let place: BTreeMap<K, usize> = (0..).zip(&keys).map(|(n, key)| (*key, n)).collect();
    let known = |needs: &Vec<K>| needs.iter().filter_map(|it| place.get(it).copied()).collect();
    let needs: Vec<Vec<usize>> = needs.values().map(known).collect();
    let knots = knots(&needs);
    let mut told = vec![false; keys.len()];
    let mut came_from = vec![None; keys.len()];
    let mut circles = Vec::new();
    for first in 0..keys.len() {
        if !std::mem::replace(&mut told[knots[first]], true) {
            let round = round(first, &needs, &knots, &mut came_from);
            circles.extend(round.map(|it| it.into_iter().map(|n| keys[n]).collect()));
        }
    }
    circles
}

/// The shortest circle through a thing. It stays within the thing's knot, so that `came_from` can be
/// shared by searches in several.
fn round(
    first: usize,
    needs: &[Vec<usize>],
    knots: &[usize],
    came_from: &mut [Option<usize>],
) -> Option<Vec<usize>> {
    let mut open = VecDeque::from([first]);
    while let Some(at) = open.pop_front() {
        for &next in needs[at].iter().filter(|next| knots[**next] == knots[first]) {
            if next == first {
                let back = std::iter::successors(Some(at), |n| came_from[*n]);
                let mut way: Vec<usize> = back.collect();
                way.reverse();
                return Some(way);
            }
            if came_from[next].is_none() {
                came_from[next] = Some(at);
                open.push_back(next);
            }
        }
    }
    None
}

/// For each thing, one that stands for all that it can reach and that can reach it: its strongly
/// connected component.
///
/// This is Kosaraju's way: of those that are left last on a walk along the needs, all that leads there
/// against the needs, and has not been given away, lies in one knot with them.
fn knots(needs: &[Vec<usize>]) -> Vec<usize> {
    let needed_by = turned(needs);
    let mut knots = vec![None; needs.len()];
    for first in in_order_left(needs).into_iter().rev() {
        let mut open = vec![first];
        while let Some(n) = open.pop() {
            if knots[n].is_none() {
                knots[n] = Some(first);
                open.extend(needed_by[n].iter().filter(|it| knots[**it].is_none()));
            }
        }
    }
    knots.into_iter().enumerate().map(|(n, knot)| knot.unwrap_or(n)).collect()
}

/// All things in the order in which a walk into the depth leaves them, without recursion: a chain may
/// be as long as the site.
fn in_order_left(needs: &[Vec<usize>]) -> Vec<usize> {
    let mut seen = vec![false; needs.len()];
    let mut left = Vec::with_capacity(needs.len());
    for first in 0..needs.len() {
        let mut way = Vec::new();
        if !std::mem::replace(&mut seen[first], true) {
            way.push((first, needs[first].iter()));
        }
        while let Some((n, ahead)) = way.last_mut() {
            match ahead.next() {
                Some(&next) if !std::mem::replace(&mut seen[next], true) => {
                    way.push((next, needs[next].iter()));
                }
                Some(_) => {}
                None => {
                    left.push(*n);
                    way.pop();
                }
            }
        }
    }
    left
}

/// What each is needed by.
fn turned(needs: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut needed_by = vec![Vec::new(); needs.len()];
    for (n, needs) in needs.iter().enumerate() {
        for need in needs {
            needed_by[*need].push(n);
        }
    }
    needed_by
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Strategy, prop};
    use proptest::{prop_assert, prop_assert_eq, proptest};

    use super::*;

    #[test]
    fn a_layer_is_one_after_the_last_that_is_needed() {
        // Bread needs dough and an oven, dough needs flour.
        let (flour, oven, dough, bread) = (0, 1, 2, 3);
        let layers = layers(&[vec![], vec![], vec![flour], vec![dough, oven]]);
        assert_eq!([layers[flour], layers[oven], layers[dough], layers[bread]], [0, 0, 1, 2].map(Some));
    }

    #[test]
    fn what_waits_for_a_circle_has_no_layer_and_is_in_none() {
        let needs = [vec![1], vec![0], vec![1], vec![]];
        assert_eq!(layers(&needs), [None, None, None, Some(0)]);
        assert_eq!(circles(&by_place(&needs)), [[0, 1]]);
    }

    #[test]
    fn a_circle_begins_at_its_first_and_goes_the_shortest_way() {
        let needs = BTreeMap::from([
            ("a", vec!["b", "c", "elsewhere"]),
            ("b", vec!["c"]),
            ("c", vec!["a"]),
            ("d", vec!["d", "a"]),
        ]);
        assert_eq!(circles(&needs), [vec!["a", "c"], vec!["d"]]);
    }

    #[test]
    fn a_chain_as_long_as_a_site_is_no_trouble() {
        let chain: Vec<Vec<usize>> =
            (0..200_000).map(|n: usize| n.checked_sub(1).into_iter().collect()).collect();
        assert_eq!(layers(&chain).last(), Some(&Some(199_999)));
        assert!(circles(&by_place(&chain)).is_empty());
    }

    fn by_place(needs: &[Vec<usize>]) -> BTreeMap<usize, Vec<usize>> {
        needs.iter().cloned().enumerate().collect()
    }

    /// How many steps it is from each to each, at least one; by trying every stop on the way.
    fn distances(needs: &[Vec<usize>]) -> Vec<Vec<Option<usize>>> {
        let all = 0..needs.len();
        let one = |from: usize, to: usize| needs[from].contains(&to).then_some(1);
        let mut far: Vec<Vec<_>> = all.clone().map(|a| all.clone().map(|b| one(a, b)).collect()).collect();
        for by in all.clone() {
            for from in all.clone() {
                for to in all.clone() {
                    let round = far[from][by].zip(far[by][to]).map(|(a, b)| a + b);
                    far[from][to] = [far[from][to], round].into_iter().flatten().min();
                }
            }
        }
        far
    }

    fn longest(n: usize, needs: &[Vec<usize>]) -> usize {
        needs[n].iter().map(|it| longest(*it, needs) + 1).max().unwrap_or(0)
    }

    fn graphs() -> impl Strategy<Value = Vec<Vec<usize>>> {
        (1_usize..9).prop_flat_map(|size| prop::collection::vec(prop::collection::vec(0..size, 0..3), size))
    }

    proptest! {
        #[test]
        fn a_layer_is_the_longest_way(needs in graphs()) {
            let far = distances(&needs);
            let round = |n: usize| far[n][n].is_some();
            for (n, layer) in layers(&needs).into_iter().enumerate() {
                let stuck = round(n) || (0..needs.len()).any(|it| far[n][it].is_some() && round(it));
                prop_assert_eq!(layer, (!stuck).then(|| longest(n, &needs)));
            }
        }

        #[test]
        fn every_knot_is_told_once_by_its_shortest_circle(needs in graphs()) {
            let far = distances(&needs);
            let told = circles(&by_place(&needs));
            let knot = |n: usize| -> Vec<usize> {
                (0..needs.len()).filter(|it| far[n][*it].is_some() && far[*it][n].is_some()).collect()
            };
            let mut firsts: Vec<usize> = (0..needs.len()).filter_map(|n| knot(n).first().copied()).collect();
            firsts.sort_unstable();
            firsts.dedup();
            prop_assert_eq!(told.iter().map(|it| it[0]).collect::<Vec<_>>(), firsts);
            for circle in told {
                prop_assert_eq!(Some(circle.len()), far[circle[0]][circle[0]]);
                let next = circle.iter().cycle().skip(1);
                prop_assert!(circle.iter().zip(next).all(|(from, to)| needs[*from].contains(to)));
            }
        }
    }
}
