//! Documents that get markers: plans without any, and plans that lack a picture of their description.

use super::args::UpdateArgs;
use super::documents::{self, Beside, Job};
use super::shown::Shown;
use crate::base::text::counted;
use crate::base::{Code, Diagnostic, Severity, SourceId, Span};
use crate::describe::{self, Model};
use crate::plan::{self, Diagram, Section};
use crate::publish::library::Known;
use crate::publish::{self, Absent, Document, Fence, Library, What, Wrap};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What became of the markers of a document, by region of the document that has them all.
#[derive(Default)]
pub(super) struct Marked {
    /// Where it stands, or what it stands for, in the document as it was.
    pub(super) at: Vec<Range<usize>>,
    /// Whether it was not there before.
    pub(super) new: Vec<bool>,
}

/// A document that got markers.
pub(super) struct Adoption {
    pub(super) document: Document,
    pub(super) marked: Marked,
    /// The descriptions of its regions, in their order.
    pub(super) descriptions: Vec<Result<PathBuf, Diagnostic>>,
}

/// The pictures of the plan of each description.
pub(super) type Pictures = BTreeMap<PathBuf, Vec<Diagram>>;

/// Which pictures the plans of descriptions have.
pub(super) fn pictures(library: &Library) -> Pictures {
    let of = |(path, known): (PathBuf, Arc<Known>)| {
        let model = known.description.as_ref().ok().map(|of| &of.model).filter(|model| model.plan.is_some())?;
        Some((path, plan::diagrams(model)))
    };
    library.all().into_iter().filter_map(of).collect()
}

/// The pictures of its description that a document does not have, by place.
pub(super) struct Lacks {
    /// That description.
    pub(super) description: PathBuf,
    pub(super) absent: Vec<Absent>,
}

/// Finds what a document lacks: one that may get markers, or that has a section of a plan. One without such a section
/// has the pictures that its author wants.
pub(super) fn lacks(
    job: &Job,
    document: &Document,
    descriptions: &[Result<PathBuf, Diagnostic>],
    args: &UpdateArgs,
    beside: &Beside<'_>,
    pictures: &Pictures,
) -> Option<Lacks> {
    let description = if document.regions.is_empty() {
        publish::architecture(document).filter(|fence| fence.closed && may_replace(fence, args))?;
        beside.of(job).ok()?
    } else {
        document.regions.iter().zip(descriptions).find_map(of_section)?.1.clone()
    };
    let absent = publish::absent(document, pictures.get(&description)?);
    Some(Lacks { description, absent })
}

/// A region that shows a section, and its description.
fn of_section<'a>(
    (region, path): (&'a publish::Region, &'a Result<PathBuf, Diagnostic>),
) -> Option<(&'a publish::Region, &'a PathBuf)> {
    Some((region, path.as_ref().ok()?)).filter(|(region, _)| matches!(region.what, What::Section(_)))
}

impl Lacks {
    /// What shows each of them.
    pub(super) fn wanted(&self) -> impl Iterator<Item = (PathBuf, What)> {
        self.absent.iter().map(|absent| (self.description.clone(), What::View(absent.view.clone())))
    }

    /// Leaves those out that cannot be drawn.
    fn drawn(mut self, shown: &Shown) -> Vec<Absent> {
        let key = |absent: &Absent| (self.description.clone(), What::View(absent.view.clone()));
        self.absent.retain(|absent| shown.texts.get(&key(absent)).is_some_and(Result::is_ok));
        self.absent
    }
}

/// Whether a fence may become a region: a picture drawn by hand only where somebody says by what it is replaced.
pub(super) fn may_replace(fence: &Fence, args: &UpdateArgs) -> bool {
    fence.is_placeholder() || args.src.is_some() || args.force
}

fn span(at: &Range<usize>) -> Span {
    Span { source: SourceId(0), start: at.start, end: at.end }
}

/// A region to be, and what it is about in the document as it is.
type Region = (Wrap, Range<usize>);

/// Puts markers around the picture of the architecture, and around sections of a plan that nobody has written in; their
/// other pictures come with them.
///
/// Says why it cannot be, or what it leaves out; nothing where the document was found in a folder, and may well be without
/// regions.
pub(super) fn adopt(
    job: &Job,
    document: &Document,
    args: &UpdateArgs,
    beside: &Beside<'_>,
    lacks: Option<Lacks>,
    shown: &Shown,
) -> (Option<Adoption>, Vec<Diagnostic>) {
    let refuse = |code, at: &Range<usize>, words: &str, help: &str| {
        let finding = (!job.found).then(|| Diagnostic::new(code, span(at), words).help(help));
        (None, finding.into_iter().collect())
    };
    let markers = "Write `<!-- groundplan:begin view=NAME src=FILE.yaml -->` and `<!-- groundplan:end -->` where a view shall stand.";
    let Some(fence) = publish::architecture(document) else {
        let words = "The document has no region, and no Mermaid fence below a heading `Architecture Overview`.";
        return refuse(Code::NoRegion, &(0..0), words, markers);
    };
    let first = first_line(fence);
    if !fence.closed {
        return refuse(Code::NoRegion, &first, "The fence is never closed.", "Close it; then it becomes a region.");
    }
    let description = match beside.of(job) {
        Ok(description) => description,
        Err((words, help)) => return refuse(Code::NoRegion, &first, &words, &help),
    };
    if !may_replace(fence, args) {
        let help = "Replace it with `--src FILE.yaml` or `--force`, or write markers where a view shall stand.";
        return refuse(Code::RegionEdited, &first, "The picture was drawn by hand.", help);
    }
    let known = beside.library.get(&description);
    let model = match &known.description {
        Ok(description) => &description.model,
        Err(why) => return refuse(Code::RegionSource, &first, why, markers),
    };
    let Some(view) = publish::architecture_view(model) else {
        return refuse(Code::RegionSource, &first, "The description has no view to show.", markers);
    };
    let wrap = Wrap { at: fence.range.clone(), what: What::View(view.clone()) };
    let (mut regions, kept) = sections(document, model);
    let open = |section| {
        let name = What::Section(Section::name(section).to_owned());
        section == Section::Architecture || regions.iter().any(|(wrap, _)| wrap.what == name)
    };
    let more =
        lacks.map(|lacks| lacks.drawn(shown)).unwrap_or_default().into_iter().filter(|absent| absent.view != view);
    let more: Vec<Region> = more
        .filter_map(|absent| {
            let (_, heading) = absent.heading.filter(|(section, _)| open(*section))?;
            Some((Wrap { at: absent.at..absent.at, what: What::View(absent.view) }, heading))
        })
        .collect();
    regions.extend(more);
    regions.push((wrap.clone(), first.clone()));
    let marked = mark(job, document, regions, &description, &[])
        .or_else(|| mark(job, document, vec![(wrap, first.clone())], &description, &[]));
    match marked {
        None => refuse(Code::RegionSource, &first, "No marker can stand here.", markers),
        marked => (marked, if job.found { Vec::new() } else { kept }),
    }
}

/// Finds pictures of the description that a plan does not have. They are put in where that is asked for, else named.
pub(super) fn complete(
    job: &Job,
    document: &Document,
    descriptions: &[Result<PathBuf, Diagnostic>],
    args: &UpdateArgs,
    library: &Library,
    (lacks, shown): (Option<Lacks>, &Shown),
) -> (Option<Adoption>, Vec<Diagnostic>) {
    let section = document.regions.iter().zip(descriptions).find_map(of_section);
    let (Some((region, path)), Some(lacks)) = (section, lacks) else { return (None, Vec::new()) };
    let known = library.get(path);
    let Ok(description) = &known.description else { return (None, Vec::new()) };
    let (model, absent) = (&description.model, lacks.drawn(shown));
    let note = |at: &Range<usize>, message: String, help: String| {
        let finding = Diagnostic::new(Code::NoRegion, span(at), message).help(help);
        Diagnostic { severity: Severity::Note, ..finding }
    };
    let missing = |absent: &[&Absent], place: &str| {
        let them = describe::list(absent.iter().map(|absent| absent.view.as_str()));
        let count = counted(absent.len(), "picture", "pictures");
        format!(
            "{count} of the description {} not in the plan{place}: {them}.",
            if absent.len() == 1 { "is" } else { "are" }
        )
    };
    if !args.add {
        let all: Vec<&Absent> = absent.iter().collect();
        let help = "Run `groundplan update --add` to put them in, each in its section.".to_owned();
        let found = (!all.is_empty()).then(|| note(&region.marker, missing(&all, ""), help));
        return (None, found.into_iter().collect());
    }
    let (placed, lost): (Vec<&Absent>, Vec<&Absent>) = absent.iter().partition(|absent| absent.heading.is_some());
    let place = |absent: &&Absent| {
        let (_, heading) = absent.heading.clone()?;
        Some((Wrap { at: absent.at..absent.at, what: What::View(absent.view.clone()) }, heading))
    };
    let mut regions: Vec<Region> = placed.iter().filter_map(place).collect();
    if !document.regions.iter().any(|region| region.what == What::Section(publish::TITLE.to_owned())) {
        regions.extend(title(document, model));
    }
    let marked = (!regions.is_empty()).then(|| mark(job, document, regions, path, descriptions)).flatten();
    let help = "Write `<!-- groundplan:begin view=NAME -->` and `<!-- groundplan:end -->` where they shall stand.";
    let lost =
        (!lost.is_empty()).then(|| note(&region.marker, missing(&lost, ", which lacks their section"), help.into()));
    (marked, lost.into_iter().collect())
}

/// Puts markers into a document, in whatever order they come; `before` are the descriptions of those that it has.
fn mark(
    job: &Job,
    document: &Document,
    mut new: Vec<Region>,
    description: &Path,
    before: &[Result<PathBuf, Diagnostic>],
) -> Option<Adoption> {
    let src = documents::relative(job.folder(), description)?;
    new.sort_by_key(|(wrap, _)| (wrap.at.start, wrap.at.end));
    let (wraps, places): (Vec<Wrap>, Vec<Range<usize>>) = new.into_iter().unzip();
    let marked = publish::adopt(document, &wraps, Some(&src))?;
    let old = document.regions.iter().zip(before);
    let old = old.map(|(region, path)| (region.marker.start, 1, region.marker.clone(), path.clone()));
    let new = wraps.iter().zip(places).map(|(wrap, at)| (wrap.at.start, 0, at, Ok(description.to_owned())));
    let mut all: Vec<_> = new.chain(old).collect();
    // What takes the place of nothing stands before what begins there.
    all.sort_by_key(|(start, old, ..)| (*start, *old));
    let mut out = Adoption { document: marked, marked: Marked::default(), descriptions: Vec::new() };
    for (_, old, at, path) in all {
        out.marked.at.push(at);
        out.marked.new.push(old == 0);
        out.descriptions.push(path);
    }
    Some(out)
}

/// The title of a plan, where it is the template's or what would be generated.
fn title(document: &Document, model: &Model) -> Option<Region> {
    let at = publish::open_title(document, &plan::headline(model))?;
    Some((Wrap { at: at.clone(), what: What::Section(publish::TITLE.to_owned()) }, at))
}

/// The sections of a plan that may become regions, each with its heading, and a finding for each that may not.
fn sections(document: &Document, model: &Model) -> (Vec<Region>, Vec<Diagnostic>) {
    let (mut wraps, mut kept) = (Vec::new(), Vec::new());
    if model.plan.is_none() {
        return (wraps, kept);
    }
    wraps.extend(title(document, model));
    let generated = |section| plan::section(model, section, None).value.unwrap_or_default();
    for found in publish::sections(document, &generated) {
        let name = found.section.name();
        if found.section == Section::Architecture {
            continue;
        }
        if found.own {
            let message = format!("The section `{}` has words of its own and gets no region.", found.section.heading());
            let help = format!(
                "Write `<!-- groundplan:begin section={name} -->` and `<!-- groundplan:end -->` where it shall be generated."
            );
            kept.push(Diagnostic::new(Code::SectionKept, span(&found.heading), message).help(help));
        } else {
            wraps.push((Wrap { at: found.body, what: What::Section(name.to_owned()) }, found.heading));
        }
    }
    (wraps, kept)
}

/// Where a fence opens.
fn first_line(fence: &Fence) -> Range<usize> {
    let length = fence.info.len() + "```".len();
    fence.range.start..(fence.range.start + length).min(fence.range.end)
}
