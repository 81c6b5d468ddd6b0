//! What each stage costs: forty elements through all of them, then layout and SVG up to 10,000 nodes.
#![allow(clippy::unwrap_used, reason = "a benchmark fails by panicking")]
#![allow(clippy::format_push_string, reason = "it is made once, before anything is timed")]

mod graphs;

use divan::Bencher;
use graphs::{Numbers, nested};
use groundplan::base::Source;
use groundplan::base::text::Fonts;
use groundplan::describe::{self, Model};
use groundplan::graph::{self, Graph};
use groundplan::layout::{self, Layout, Sizes};
use groundplan::mermaid::{self, Diagram, Profile};
use groundplan::output;
use groundplan::pipeline::{self, Format, Request};
use groundplan::preset::{DEFAULT, Preset};
use groundplan::scene::{self, Theme};

fn main() {
    divan::main();
}

/// A description of forty elements: three people, two foreign systems, one system of five containers with six
/// components each, and sixty relations.
fn description() -> String {
    let mut text = String::from("name: Forty\nelements:\n");
    for i in 0..3 {
        text += &format!("  user{i}: {{kind: person, name: User {i}, description: Somebody who uses it}}\n");
    }
    text += "  mail: {kind: system, name: Mail, external: true}\n  bank: {kind: system, name: Bank, external: true}\n";
    text += "  shop:\n    children:\n";
    let kinds = ["container", "gateway", "database", "queue"];
    for i in 0..34 {
        let (kind, tech) = (kinds[i % 4], ["Rust", "Envoy", "PostgreSQL", "RabbitMQ"][i % 4]);
        text += &format!("      part{i}: {{kind: {kind}, name: Part {i}, tech: {tech}, description: Does part {i}}}\n");
    }
    text += "relations:\n";
    let mut numbers = Numbers(7);
    for i in 0..34 {
        text += &format!("  - user{} -> part{i}: uses [HTTPS]\n", i % 3);
    }
    for _ in 0..26 {
        let (from, step) = (numbers.below(34), 1 + numbers.below(33));
        text += &format!("  - part{from} -> part{}: calls [gRPC]\n", (from + step) % 34);
    }
    text + "views:\n  main: {type: container, of: shop}\n"
}

fn source() -> Source {
    Source { name: "forty.yaml".to_owned(), text: description() }
}

fn model() -> Model {
    describe::read(source(), &groundplan::base::source::NoIncludes).0.value.unwrap()
}

/// Everything that a stage needs of those before it.
struct Stages {
    graph: Graph,
    sizes: Sizes,
    layout: Layout,
    preset: Preset,
    theme: Theme,
}

fn stages(graph: Graph) -> Stages {
    let preset = Preset::named(DEFAULT).unwrap();
    let theme = Theme::named(&preset.theme).unwrap();
    let sizes = scene::measure(&graph, &theme, Fonts::embedded());
    let layout = layout::layout(&graph, &sizes, &preset.layout);
    Stages { graph, sizes, layout, preset, theme }
}

fn forty() -> Stages {
    let model = model();
    stages(graph::project(&model, &model.views[0], &Preset::named(DEFAULT).unwrap().lens))
}

#[divan::bench]
fn a_describe(bencher: Bencher) {
    bencher.with_inputs(source).bench_values(|source| describe::read(source, &groundplan::base::source::NoIncludes));
}

#[divan::bench]
fn b_project(bencher: Bencher) {
    let (model, lens) = (model(), Preset::named(DEFAULT).unwrap().lens);
    bencher.bench(|| graph::project(&model, &model.views[0], &lens));
}

#[divan::bench]
fn c_preset_and_theme() -> Theme {
    Theme::named(&Preset::named(DEFAULT).unwrap().theme).unwrap()
}

#[divan::bench]
fn d_measure(bencher: Bencher) {
    let stages = forty();
    bencher.bench(|| scene::measure(&stages.graph, &stages.theme, Fonts::embedded()));
}

#[divan::bench]
fn e_layout(bencher: Bencher) {
    let stages = forty();
    bencher.bench(|| layout::layout(&stages.graph, &stages.sizes, &stages.preset.layout));
}

#[divan::bench]
fn f_compose(bencher: Bencher) {
    let stages = forty();
    bencher.bench(|| scene::compose(&stages.graph, &stages.layout, &stages.theme, Fonts::embedded()));
}

#[divan::bench]
fn g_svg(bencher: Bencher) {
    let stages = forty();
    let scene = scene::compose(&stages.graph, &stages.layout, &stages.theme, Fonts::embedded());
    bencher.bench(|| output::svg(&scene));
}

#[divan::bench(sample_count = 10)]
fn h_png(bencher: Bencher) {
    let stages = forty();
    let svg = output::svg(&scene::compose(&stages.graph, &stages.layout, &stages.theme, Fonts::embedded()));
    bencher.bench(|| output::png(&svg, 2.0, Fonts::embedded()).unwrap());
}

#[divan::bench]
fn i_mermaid(bencher: Bencher) {
    let stages = forty();
    bencher.bench(|| mermaid::write(&Diagram::Graph(&stages.graph, &stages.layout), Profile::Safe));
}

/// All of it: text to SVG.
#[divan::bench]
fn z_text_to_svg(bencher: Bencher) {
    bencher.with_inputs(source).bench_values(|source| {
        let model = describe::read(source, &groundplan::base::source::NoIncludes).0.value.unwrap();
        let request = Request {
            formats: &[Format::Svg],
            preset: None,
            theme: None,
            profile: Profile::Safe,
            scale: 2.0,
            fonts: Fonts::embedded(),
            earlier: None,
            source: None,
        };
        pipeline::draw(&model, &model.views[0], &request)
    });
}
/// Layout and SVG together: time may grow no faster than nodes^1.5.
#[divan::bench(args = [100, 1_000, 10_000], sample_count = 5, sample_size = 1)]
fn layout_and_svg(bencher: Bencher, nodes: usize) {
    let stages = stages(nested(nodes));
    bencher.bench(|| {
        let layout = layout::layout(&stages.graph, &stages.sizes, &stages.preset.layout);
        output::svg(&scene::compose(&stages.graph, &layout, &stages.theme, Fonts::embedded()))
    });
}
