//! What stands in generated regions: it is mended in the description, and findings say where.

use super::{Described, Findings};
use crate::base::Code;
use crate::plan::read::{PlanDoc, Region};
use crate::plan::{Gap, gaps};

/// What to do about each placeholder of a plan: none for those outside of generated sections.
pub(super) fn keys(doc: &PlanDoc, described: Option<Described<'_>>) -> Vec<Option<String>> {
    let mut open: Option<(&Region, Walk)> = None;
    let mut out = Vec::with_capacity(doc.placeholders.len());
    for placeholder in &doc.placeholders {
        let Some((region, section)) = doc.region_at(placeholder.span).and_then(|r| Some((r, r.section?))) else {
            out.push(None);
            continue;
        };
        if !open.as_ref().is_some_and(|(last, _)| std::ptr::eq(*last, region)) {
            let gaps = described.map(|it| gaps(it.model, section)).unwrap_or_default();
            open = Some((region, Walk { gaps, at: 0, from: 0 }));
        }
        let gap = open.as_mut().and_then(|(_, walk)| walk.find(&placeholder.text));
        out.push(Some(match (gap, described) {
            (Some(gap), Some(Described { model, sources })) => {
                let (line, _) = sources.position(gap.span);
                let name = sources.get(gap.span.source).map_or("", |source| source.name.as_str());
                let place = if model.plan.is_some() { format!("{name}:{line}") } else { name.to_owned() };
                format!("Write `{}` ({place}), then run `groundplan update`.", gap.key)
            }
            _ => format!("This is generated: write it below `plan:` of {}, then run `groundplan update`.", src(region)),
        }));
    }
    out
}

/// The gaps of a section, met in the order of its text.
struct Walk {
    gaps: Vec<Gap>,
    at: usize,
    /// Bytes of the text of the gap that is met which lie behind.
    from: usize,
}

impl Walk {
    /// The gap that a placeholder stands for. One that no gap has is passed over.
    fn find(&mut self, placeholder: &str) -> Option<&Gap> {
        let mut from = self.from;
        for (at, gap) in self.gaps.iter().enumerate().skip(self.at) {
            if let Some(found) = gap.text[from..].find(placeholder) {
                (self.at, self.from) = (at, from + found + placeholder.len());
                return self.gaps.get(at);
            }
            from = 0;
        }
        None
    }
}

fn src(region: &Region) -> String {
    region.src.as_ref().map_or_else(|| "the description".to_owned(), |src| format!("`{}`", src.text))
}

/// Says of findings in generated sections where they are mended.
pub(super) fn say(to: &mut Findings<'_>) {
    for finding in &mut to.all {
        let region = finding.span.and_then(|span| to.doc.region_at(span)).filter(|r| r.section.is_some());
        if let (Some(region), Some(help)) = (region, &mut finding.help)
            && finding.code != Code::PlanPlaceholder
        {
            *help = format!("{help} This is generated: do so below `plan:` of {}.", src(region));
        }
    }
}
