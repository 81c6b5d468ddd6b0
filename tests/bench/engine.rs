//! What the layout engine costs: by shape and size of graph, by effort, and pass by pass.
#![allow(clippy::unwrap_used, reason = "a benchmark fails by panicking")]
#![allow(clippy::print_stdout, reason = "a benchmark prints what it measured")]

mod graphs;

use divan::Bencher;
use graphs::{clique, dag, nested, sizes};
use groundplan::graph::Graph;
use groundplan::layout::{Effort, Options, explain, layout};
use groundplan::preset::{DEFAULT, Preset};
use std::collections::BTreeMap;

fn main() {
    divan::main();
    // With a filter or another flag of divan's, that alone.
    if std::env::args().skip(1).all(|flag| flag == "--bench") {
        for (name, graph) in [("dag", dag(1_000)), ("nested", nested(1_000))] {
            passes(name, &graph);
        }
    }
}

fn options(effort: Effort) -> Options {
    Options { effort, ..Preset::named(DEFAULT).unwrap().layout }
}

fn bench(bencher: Bencher, graph: &Graph, effort: Effort) {
    let (sizes, options) = (sizes(graph), options(effort));
    bencher.bench(|| layout(graph, &sizes, &options));
}

#[divan::bench(args = [100, 1_000, 10_000], sample_count = 5, sample_size = 1)]
fn a_dag(bencher: Bencher, nodes: usize) {
    bench(bencher, &dag(nodes), Effort::Balanced);
}

#[divan::bench(args = [100, 1_000, 10_000], sample_count = 5, sample_size = 1)]
fn a_nested_graph(bencher: Bencher, nodes: usize) {
    bench(bencher, &nested(nodes), Effort::Balanced);
}

#[divan::bench(args = [60], sample_count = 5, sample_size = 1)]
fn a_clique(bencher: Bencher, nodes: usize) {
    bench(bencher, &clique(nodes), Effort::Balanced);
}

#[divan::bench(args = [Effort::Fast, Effort::Balanced, Effort::Best], sample_count = 5, sample_size = 1)]
fn an_effort_on_300_nested_nodes(bencher: Bencher, effort: Effort) {
    bench(bencher, &nested(300), effort);
}

/// Prints the median time of every pass over a few runs.
fn passes(name: &str, graph: &Graph) {
    const RUNS: usize = 9;
    let (sizes, options) = (sizes(graph), options(Effort::Balanced));
    let mut times: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for _ in 0..RUNS {
        let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
        for pass in explain(graph, &sizes, &options, None).1.parts.iter().flat_map(|part| &part.passes) {
            *sums.entry(pass.pass).or_default() += pass.time_ms;
        }
        for (pass, sum) in sums {
            times.entry(pass).or_default().push(sum);
        }
    }
    println!("\n{name} of {} nodes, median ms a pass of {RUNS} runs", graph.net.node_count());
    for (pass, mut times) in times {
        times.sort_by(f64::total_cmp);
        println!("{pass:>10} {:8.2}", times[times.len() / 2]);
    }
}
