//! A kind of Mermaid that our own stages do not draw -> [`Scene`], by the crate `merman`.
//!
//! Part of: pipeline, with the feature `merman` alone. Input: the text of a fence, the theme. Output: the scene that our
//! own output stage writes; nothing of merman's SVG but shapes and words gets into it. No network, no file, no clock.

mod look;
mod measure;
mod nesting;
mod trace;

use super::Stop;
use crate::base::text::Fonts;
use crate::base::{Code, Diagnostic, Error, SourceId, Span};
use crate::mermaid::read::Front;
use crate::scene::{Item, Scene, Theme};
use ::merman::svg::{ScopedCssPostprocessor, SvgPipeline};
use ::merman::{
    Engine, OperationControl, RenderError, RenderOutput, RenderRequest, Renderer, SvgEnvironment, SvgRequest,
};
use look::{Page, host};
use std::thread;
use trace::Traced;

/// Most words of a picture that its description repeats.
const MOST_WORDS: usize = 12;
/// Longest text, in bytes: about what hosts take.
const LONGEST: usize = 50_000;
/// Deepest nesting: merman's parsers call themselves for each level.
const DEEPEST: usize = 200;
/// Bytes of stack for merman: 5 KB for each byte of the longest text; only what is used costs memory.
const STACK: usize = 256 << 20;

/// Draws the text of a fence; `word` is what it begins with.
pub(super) fn scene(text: &str, word: &str, front: &Front, theme: &Theme, fonts: &Fonts) -> Result<Scene, Stop> {
    bounded(text)?;
    let draw = |page| {
        let svg = apart(|| svg(text, word, theme, page))?;
        trace::items(&svg, theme, page, fonts).map_err(Stop::Error)
    };
    let Traced { mut items, size } = draw(Page::Light)?;
    if look::has_dark(theme) {
        let dark = draw(Page::Dark)?.items;
        trace::pair(&mut items, &dark);
    }
    let items = vec![Item::Group { id: "merman".to_owned(), class: "merman", link: None, title: None, items }];
    let mut scene = Scene { size, background: theme.page.background, items, ..Scene::default() };
    scene.title = front.title.clone().or_else(|| title(text, word)).unwrap_or_default();
    scene.description = words(word, &scene);
    Ok(scene)
}

/// What `title` says, where it is the first statement: further down the word may begin a message.
fn title(text: &str, word: &str) -> Option<String> {
    const BESIDE: [&str; 4] = ["%%", "//", "accTitle", "accDescr"];
    let mut below = text.lines().map(str::trim).skip_while(|line| !line.starts_with(word)).skip(1);
    let first = below.find(|line| !line.is_empty() && !BESIDE.iter().any(|start| line.starts_with(start)));
    Some(first?.strip_prefix("title ")?.trim().trim_matches('"').to_owned())
}

/// A text that would cost merman more stack or time than it has.
fn bounded(text: &str) -> Result<(), Stop> {
    if text.len() > LONGEST {
        let message = format!("The diagram has {} bytes; merman draws at most {LONGEST}.", text.len());
        return Err(Diagnostic::new(Code::TooMuch, None, message).help("Make several of it.").into());
    }
    if let Some(at) = nesting::deeper(text, DEEPEST) {
        let span = Span { source: SourceId(0), start: at.start, end: at.end };
        let message = format!("The diagram is nested more than {DEEPEST} deep here; merman does not draw that.");
        return Err(Diagnostic::new(Code::TooMuch, span, message).help("Make several of it, or nest less.").into());
    }
    Ok(())
}

/// Does something on a stack of its own; a panic ends that alone.
fn apart<T: Send>(work: impl FnOnce() -> Result<T, Stop> + Send) -> Result<T, Stop> {
    thread::scope(|scope| match thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work) {
        Ok(running) => running
            .join()
            .unwrap_or_else(|_| Err(Error::Image("merman fails on it; this is a defect of merman".to_owned()).into())),
        Err(error) => Err(Error::Image(format!("merman: {error}")).into()),
    })
}

/// What a picture consists of, for those who do not see it.
fn words(word: &str, scene: &Scene) -> String {
    let words: Vec<&str> = scene.texts().filter(|text| *text != scene.title).collect();
    let (shown, more) = words.split_at(words.len().min(MOST_WORDS));
    let more = if more.is_empty() { "" } else { ", ..." };
    format!("{}: {}{more}", word.trim_end_matches("-beta"), shown.join(", "))
}

/// merman's own SVG, for one page.
fn svg(text: &str, word: &str, theme: &Theme, page: Page) -> Result<String, Stop> {
    let look = host(theme, word, page).resolve();
    let css = ScopedCssPostprocessor::new(look::css(theme, page));
    let fitting = SvgEnvironment::deterministic();
    let environment = match measure::policy() {
        Some(policy) => fitting.with_text_measurement_policy(policy),
        None => fitting,
    };
    let request = SvgRequest {
        environment,
        pipeline: Some(SvgPipeline::resvg_safe().with_postprocessor(css)),
        presentation: look.render_policy(),
        ..SvgRequest::default()
    };
    let engine = Engine::new().with_site_config(look::config(theme, page));
    let renderer = Renderer::new().with_engine(look.materialize_engine(engine));
    match renderer.render(RenderRequest::svg(text, OperationControl::new(), request)) {
        Ok(RenderOutput::Svg(Some(svg))) => Ok(svg.into_parts().0),
        Ok(_) | Err(RenderError::NoDiagram) => Err(syntax(text, word, "it is no diagram", None)),
        Err(RenderError::Parse(fault)) => {
            let words = fault.terminal_safe_message();
            let words = words.split_once("): ").map_or(words.as_str(), |(_, words)| words);
            let at = fault.terminal_diagnostic_details().span.map(|span| (span.start, span.end));
            Err(syntax(text, word, words, at))
        }
        Err(RenderError::ResourceLimitExceeded(limit)) => {
            let message = format!("The diagram is more than merman draws: {} {}.", limit.actual, limit.id);
            let help = format!("At most {} are drawn: make several of one.", limit.maximum);
            Err(Diagnostic::new(Code::TooMuch, None, message).help(help).into())
        }
        Err(error) => Err(Error::Image(format!("merman: {error}")).into()),
    }
}

fn syntax(text: &str, word: &str, words: &str, at: Option<(usize, usize)>) -> Stop {
    let (start, end) = at.filter(|&(start, end)| text.get(start..end).is_some()).unwrap_or_default();
    let message = format!("No `{word}` for merman: {}.", words.trim_end_matches('.'));
    let help = "Write it as the documentation of Mermaid has it; merman draws this kind.";
    Diagnostic::new(Code::MermaidSyntax, Span { source: SourceId(0), start, end }, message).help(help).into()
}
