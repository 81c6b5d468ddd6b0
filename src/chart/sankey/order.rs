//! The order within the layers of a sankey: few crossings of thick flows.

/// How often all layers are sorted by what is before them, then by what is behind.
const SWEEPS: usize = 12;

/// A piece of a flow from one layer to the next.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) weight: f64,
}

/// Sorts the members of layers so that the products of crossing weights have a small sum: by barycentres, to and fro, the
/// best order seen; where two are as good the written order stays. `links` are by the layer of their start.
///
/// Cost: `O(m log m)` for each of [`SWEEPS`] in links. Paper: Sugiyama et al. 1981, weighted as in Zarate et al. 2018.
pub(super) fn sort(members: &mut [Vec<usize>], links: &[Vec<Link>], count: usize) {
    let mut place = vec![0; count];
    number(members, &mut place);
    let mut best = (crossings(members, links, &place), members.to_vec());
    for sweep in 0..SWEEPS {
        let forth = sweep % 2 == 0;
        for step in 1..members.len() {
            let (at, between) =
                if forth { (step, step - 1) } else { (members.len() - 1 - step, members.len() - 1 - step) };
            let mut sums = vec![(0.0, 0.0); members[at].len()];
            for link in &links[between] {
                let (own, other) = if forth { (link.to, link.from) } else { (link.from, link.to) };
                let sum = &mut sums[place[own]];
                *sum = (sum.0 + link.weight * place[other] as f64, sum.1 + link.weight);
            }
            // What nothing flows to stays beside its neighbours.
            let wide = members[if forth { at - 1 } else { at + 1 }].len().max(1) as f64;
            let share = wide / members[at].len().max(1) as f64;
            let key = |nth: usize| if sums[nth].1 > 0.0 { sums[nth].0 / sums[nth].1 } else { nth as f64 * share };
            let mut order: Vec<(f64, usize)> = members[at].iter().map(|&v| (key(place[v]), v)).collect();
            order.sort_by(|a, b| a.0.total_cmp(&b.0));
            members[at] = order.into_iter().map(|(_, v)| v).collect();
            members[at].iter().enumerate().for_each(|(nth, &v)| place[v] = nth);
        }
        let found = crossings(members, links, &place);
        if found < best.0 * (1.0 - 1e-9) {
            best = (found, members.to_vec());
        }
    }
    members.clone_from_slice(&best.1);
}

fn number(members: &[Vec<usize>], place: &mut [usize]) {
    for layer in members {
        layer.iter().enumerate().for_each(|(nth, &v)| place[v] = nth);
    }
}

/// The sum over all pairs of links that cross of the product of their weights.
fn crossings(members: &[Vec<usize>], links: &[Vec<Link>], place: &[usize]) -> f64 {
    let mut sum = 0.0;
    for (between, links) in links.iter().enumerate() {
        let mut order: Vec<(usize, usize, f64)> =
            links.iter().map(|link| (place[link.from], place[link.to], link.weight)).collect();
        order.sort_by_key(|&(from, to, _)| (from, to));
        // A binary indexed tree of the weights that have come to each place so far.
        let mut tree = vec![0.0; members.get(between + 1).map_or(0, Vec::len) + 1];
        let mut whole = 0.0;
        for (_, to, weight) in order {
            let mut below = 0.0;
            let mut at = to + 1;
            while at > 0 {
                below += tree[at];
                at &= at - 1;
            }
            sum += weight * (whole - below);
            whole += weight;
            at = to + 1;
            while at < tree.len() {
                tree[at] += weight;
                at += at & at.wrapping_neg();
            }
        }
    }
    sum
}
