//! Values that come from a short list: focus, method, H/M/L. Tables with as many cells as their head.

use super::Findings;
use crate::base::text::short;
use crate::base::{Code, Span};
use crate::describe::plan::entity::{Names, inline, relation};
use crate::describe::plan::form::{self, is_method};
use crate::describe::plan::{Focus, Level, day, role};
use crate::describe::suggest;
use crate::describe::yaml::Value;
use crate::plan::Section;
use crate::plan::read::{Contract, RiskSaid, Said, is_nothing, simple};

/// Applies the rules.
pub(super) fn check(to: &mut Findings<'_>) {
    let doc = to.doc;
    if let Some(said) = doc.focus.as_ref().filter(|s| !doc.has_placeholder(s.span))
        && focus(&said.text).is_none()
    {
        let message = format!("`{}` is no focus.", short(&said.text));
        to.add(Code::PlanValue, said.span, message, "Write PERFORMANCE, SECURITY, SIMPLICITY or COST.");
    }
    for endpoint in &doc.endpoints {
        if let Some(said) = endpoint.value("method").filter(|s| !doc.has_placeholder(s.span))
            && !is_method(&said.text)
        {
            let message = format!("`{}` is no method.", short(&said.text));
            to.add(
                Code::PlanValue,
                said.span,
                message,
                "Write GET, POST, PUT, PATCH, DELETE or another method of HTTP.",
            );
        }
        calls(to, endpoint);
    }
    if let Some(said) = doc.generated.as_ref().filter(|s| !doc.has_placeholder(s.span))
        && said.text.len() == "2026-11-22".len()
        && said.text.bytes().all(|b| b.is_ascii_digit() || b == b'-')
        && day::read(&said.text).is_none()
    {
        to.add(
            Code::PlanValue,
            said.span,
            format!("`{}` is no day.", said.text),
            "Write year, month and day: `2026-11-22`.",
        );
    }
    entities(to);
    others(to);
    for risk in doc.technical_risks.iter().chain(&doc.timeline_risks) {
        risk_levels(to, risk);
    }
    tables(to);
}

/// The path and the status codes of an endpoint.
fn calls(to: &mut Findings<'_>, endpoint: &Contract) {
    let doc = to.doc;
    let named = endpoint.value("method").is_some_and(|method| form::has_name(&method.text));
    let path = endpoint.value("path").filter(|path| !named && !doc.has_placeholder(path.span));
    if let Some(path) = path.filter(|path| !form::is_path(path.text.trim_matches(['`', ' ']))) {
        let message = format!("The path `{}` does not start with `/`.", short(&path.text));
        to.add(Code::PlanValue, path.span, message, format!("Write `/{}`.", short(path.text.trim())));
    }
    let response = endpoint.tree.as_ref().and_then(|tree| tree.get("response").or_else(|| tree.get("responses")));
    for (span, key) in response.map(form::no_status).unwrap_or_default() {
        if !doc.has_placeholder(span) {
            let message = format!("`{}` is no status code of HTTP.", short(key));
            to.add(Code::PlanValue, span, message, form::STATUS);
        }
    }
}

/// Relations that lead to nearly an entity, or count nearly; indexes on nearly a field.
fn entities(to: &mut Findings<'_>) {
    /// Slips are looked for among so many entities.
    const MOST: usize = 300;
    let doc = to.doc;
    let all: Vec<&str> = doc.entities.iter().take(MOST).map(|e| e.name.text.as_str()).collect();
    let names = Names::new(all.iter().copied());
    for entity in doc.entities.iter().take(MOST) {
        let Some(tree) = &entity.tree else { continue };
        let entries = |key: &str| tree.get(key).map(Value::entries).unwrap_or_default();
        for said in entries("relations").iter().filter(|said| !doc.has_placeholder(said.span)) {
            let text = inline(&said.value);
            if let Some(word) = form::miscounted(&text) {
                let message = format!("`{}` does not say how many.", short(word));
                to.add(Code::PlanForm, said.value.span, message, form::NUMBERS);
            }
            let word = relation(&said.key, &said.value, &names).unknown;
            let near = word.as_ref().and_then(|word| suggest::nearest(word, all.iter().copied()));
            if let (Some(word), Some(near)) = (word, near) {
                let message = format!("There is no entity `{}`.", short(&word));
                to.add(Code::UnknownEntity, said.value.span, message, format!("Did you mean `{near}`?"));
            }
        }
        let fields: Vec<&str> = entries("fields").iter().map(|field| field.key.as_str()).collect();
        for index in tree.get("indexes").map(Value::items).unwrap_or_default().iter().take(MOST) {
            for (span, name, near) in form::no_field(index, &fields) {
                if let Some(near) = near.filter(|_| !doc.has_placeholder(span)) {
                    let message = format!("There is no field `{}` in `{}`.", short(&name), short(&entity.name.text));
                    to.add(Code::PlanForm, span, message, format!("Did you mean `{near}`?"));
                }
            }
        }
    }
}

/// Lengths of time, shares, roles of technologies, ticks.
fn others(to: &mut Findings<'_>) {
    let doc = to.doc;
    let open = |said: &&Said| !doc.has_placeholder(said.span);
    for said in doc.phases.iter().filter_map(|phase| phase.head.duration.as_ref()).filter(open) {
        if form::is_no_time(&said.text) {
            let message = format!("`{}` is no length of time.", short(&said.text));
            to.add(Code::PlanForm, said.span, message, form::TIME);
        }
    }
    let coverage =
        doc.unit.iter().filter(|entry| simple(&entry.name.text).contains("coverage")).map(|entry| &entry.value);
    for said in coverage.filter(|said| form::is_over_all(&said.text)) {
        let message = format!("`{}` is more than all.", short(&said.text));
        to.add(Code::PlanForm, said.span, message, "Write a share of up to `100%`.");
    }
    let roles: Vec<&str> = role::CORE.into_iter().chain(role::SUPPORTING).collect();
    for technology in doc.core.iter().chain(&doc.supporting) {
        if let Some(meant) = suggest::slip_of(&technology.role.text, &roles) {
            let message = format!("`{}` is no role that a plan knows.", short(&technology.role.text));
            to.add(Code::PlanForm, technology.role.span, message, format!("Did you mean `{meant}`?"));
        }
    }
    for point in doc.success.iter().chain(&doc.compliance) {
        let mut chars = point.text.text.chars();
        let (open, mark, close, blank) = (chars.next(), chars.next(), chars.next(), chars.next());
        let sign = mark.filter(|c| c.is_alphabetic() || "-/~>*✓✔✗✘".contains(*c));
        if let (Some('['), Some(sign), Some(']'), Some(' ')) = (open, sign, close, blank)
            && point.done.is_none()
            && open_box(sign)
        {
            let span = Span { end: point.text.span.start + "[]".len() + sign.len_utf8(), ..point.text.span };
            let span = if span.end <= point.text.span.end { span } else { point.text.span };
            to.add(
                Code::PlanValue,
                span,
                format!("`[{sign}]` is no tick."),
                "Write `[x]` for what is done, else `[ ]`.",
            );
        }
    }
}

/// Whether a sign in a box stands for no placeholder.
fn open_box(sign: char) -> bool {
    !matches!(sign, 'X' | 'Y' | 'N')
}

/// The focus that a text names.
pub(in crate::plan) fn focus(text: &str) -> Option<Focus> {
    Focus::ALL.into_iter().find(|focus| focus.word().eq_ignore_ascii_case(text.trim()))
}

/// The level that a text names: `H`, `High`, `medium`.
pub(in crate::plan) fn level(text: &str) -> Option<Level> {
    match simple(text).as_str() {
        "h" | "high" => Some(Level::H),
        "m" | "medium" | "med" => Some(Level::M),
        "l" | "low" => Some(Level::L),
        _ => None,
    }
}

fn risk_levels(to: &mut Findings<'_>, risk: &RiskSaid) {
    let doc = to.doc;
    let mut missing = Vec::new();
    for (what, said) in [("probability", &risk.probability), ("impact", &risk.impact)] {
        match said {
            Some(said) if level(&said.text).is_none() && !doc.has_placeholder(said.span) => {
                let message = format!("`{}` is no {what}.", short(&said.text));
                to.add(Code::PlanValue, said.span, message, "Write H, M or L.");
            }
            None if !risk.risk.text.is_empty() && !doc.has_placeholder(risk.risk.span) => missing.push(what),
            _ => {}
        }
    }
    if !missing.is_empty() {
        let message = format!("This risk has no {}.", missing.join(" and no "));
        to.add(Code::PlanValue, risk.risk.span, message, "Write H, M or L.");
    }
    let high = |said: &Option<Said>| said.as_ref().and_then(|s| level(&s.text)) == Some(Level::H);
    if high(&risk.probability) && high(&risk.impact) && risk.mitigation.as_ref().is_none_or(|m| is_nothing(&m.text)) {
        let message = "This risk is likely and hurts, and nothing is done about it.";
        to.add(Code::UnmitigatedRisk, risk.risk.span, message, "Say what is done about it.");
    }
}

fn tables(to: &mut Findings<'_>) {
    let doc = to.doc;
    for (section, table) in &doc.tables {
        let Some((head, rows)) = table.rows.split_first() else { continue };
        for row in rows.iter().filter(|row| row.written != head.written) {
            let message = format!("This row has {} cells, and the table has {} columns.", row.written, head.written);
            let help = "Write as many cells as there are columns; a `|` that is text is written `\\|`.";
            to.add(Code::PlanTable, row.span, message, help);
        }
        if *section == Some(Section::Risks) && rows.is_empty() {
            to.add(Code::PlanTable, table.span, "This table has no rows.", "Write a row for each risk.");
        }
    }
}
