//! YAML text -> [`Value`]: the one file that knows the parser.
//!
//! Stage: the first half of describe; import reads its files through it too. Input: one text. Output: a tree with
//! the place of every key and value, aliases and merge keys `<<` expanded. Size, depth and number of nodes are
//! bounded while the parser runs, before anything of that size is built.

use super::slip;
use super::traps::{self, Fault, Repair};
pub use super::value::{Data, Entry, Value};
use super::value::{Weight, scalar};
use crate::base::{Checked, Code, Diagnostic, SourceId, Span};
use serde_yaml::granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, options};
use std::collections::{BTreeMap, BTreeSet};

/// Longest text that is read, in bytes.
pub const MAX_BYTES: usize = 8 << 20;
/// Deepest nesting of maps and lists, aliases expanded.
pub const MAX_DEPTH: usize = 64;
/// Most keys and values of a description with its includes, aliases expanded.
pub const MAX_NODES: usize = 100_000;
/// Faults that are mended in one run so that later ones are found too, and the longest text that this is done for.
const MAX_REPAIRS: usize = 20;
const MAX_REPAIR_BYTES: usize = 1 << 20;

/// Reads one YAML document.
///
/// The value is missing where a fault leaves no tree to go on with. Where the fault has an obvious remedy, the reader
/// goes on as if it had been applied, so that one run finds the later faults too.
pub fn parse(text: &str, source: SourceId) -> Checked<Value> {
    let (checked, whole) = recover(text, source);
    Checked { value: checked.value.filter(|_| whole), diagnostics: checked.diagnostics }
}

/// The same, with a value even where parts of the text had to be left out; says whether the value is whole.
pub(super) fn recover(text: &str, source: SourceId) -> (Checked<Value>, bool) {
    if let Some(finding) = traps::unreadable(text, source, MAX_BYTES) {
        return (Checked { value: None, diagnostics: vec![finding] }, false);
    }
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let mut mended = text.to_owned();
    // Whether what follows may follow from a repair: then it is mended in silence.
    let (mut whole, mut shaken) = (true, false);
    for _ in 0..MAX_REPAIRS {
        let mut builder = Builder { source, ..Builder::default() };
        let outcome = builder.run(&mended);
        match outcome {
            Ok(value) => {
                if whole {
                    let unused = builder.unused_anchors();
                    diagnostics.append(&mut builder.findings);
                    let said: BTreeSet<_> = diagnostics.iter().filter_map(|d| d.span).map(|s| s.start).collect();
                    let silent = traps::silent(text, &value, source, &unused);
                    diagnostics.extend(silent.into_iter().filter(|d| d.span.is_none_or(|s| !said.contains(&s.start))));
                } else {
                    // What is left out may have had the anchor of an alias.
                    diagnostics.extend(builder.findings.into_iter().filter(|d| d.code != Code::SpecialCharacter));
                }
                return (Checked { value: Some(value), diagnostics }, whole);
            }
            Err(Stop::Limit(finding)) => {
                diagnostics.push(finding);
                break;
            }
            Err(Stop::Fault(kind, offset)) => {
                let last = matches!(kind, Fault::Depth | Fault::Quote);
                let guess = matches!(kind, Fault::Rest(_) | Fault::Other(_));
                let missing = matches!(kind, Fault::NoColon);
                let found = slip::cut(&kind, &mended, source);
                let fault = found.unwrap_or_else(|| traps::explain(kind, text, offset, source));
                let follows = shaken && guess && fault.repair.is_none();
                if diagnostics.iter().any(|d| d.span == fault.finding.span) {
                    break;
                }
                if !follows {
                    diagnostics.push(fault.finding);
                }
                if last || text.len() > MAX_REPAIR_BYTES {
                    break;
                }
                whole &= fault.repair.is_some() && !missing;
                shaken |= fault.repair.is_none() || matches!(fault.repair, Some(Repair::Tabs));
                let repair = fault.repair.unwrap_or_else(|| Repair::Blank(slip::block(text, offset)));
                let better = repair.apply(&mended);
                if better == mended {
                    break;
                }
                mended = better;
            }
        }
    }
    (Checked { value: None, diagnostics }, false)
}

/// Why building ended early.
enum Stop {
    Limit(Diagnostic),
    Fault(Fault, usize),
}

/// A node that an anchor names.
struct Anchored {
    value: Option<Value>,
    weight: Weight,
    span: Span,
    used: bool,
}

#[derive(Default)]
struct Builder {
    source: SourceId,
    findings: Vec<Diagnostic>,
    open: Vec<Open>,
    anchors: BTreeMap<usize, Anchored>,
    nodes: usize,
    /// Bytes that aliases stand for.
    bytes: usize,
    /// Nodes that are kept for aliases to come.
    kept: usize,
    root: Option<Value>,
}

/// A list or a map that is not closed yet.
struct Open {
    span: Span,
    anchor: usize,
    tag: Option<Box<str>>,
    parts: Parts,
}

enum Parts {
    List(Vec<Value>),
    Map { entries: Vec<Entry>, key: Key, merges: Vec<Value> },
}

/// The key that waits for its value.
enum Key {
    None,
    Text(String, Span),
    Merge,
    Bad,
}

impl Builder {
    fn run(&mut self, text: &str) -> Result<Value, Stop> {
        let options = options! { emit_comments: false, emit_unresolved_aliases: true };
        let mut documents = 0;
        for event in Parser::new_from_str_with_options(text, options) {
            let (event, span) = event.map_err(|e| stop(&e))?;
            let span = self.span(span.byte_range().unwrap_or(0..0));
            match event {
                Event::DocumentStart(..) => documents += 1,
                _ if documents > 1 => {
                    let help = "Keep one document a file: split them, or drop the line `---`, and use `include`.";
                    let finding = Diagnostic::new(Code::SeveralDocuments, span, "A second document starts here.");
                    self.findings.push(finding.help(help));
                    break;
                }
                Event::Scalar(value, style, anchor, tag) => {
                    let tag = tag.as_deref();
                    let core = tag.and_then(|t| t.core_suffix());
                    let plain = style == ScalarStyle::Plain && core != Some("str") || core.is_some_and(|c| c != "str");
                    let mut value = scalar(span, value.into_owned(), plain);
                    value.tag = tag.filter(|t| t.core_suffix().is_none()).map(|t| t.original().into());
                    self.count(1, span)?;
                    self.finish(value, anchor, plain)?;
                }
                Event::SequenceStart(_, anchor, tag) => {
                    let tag = tag.filter(|t| t.core_suffix().is_none()).map(|t| t.original().into());
                    self.begin(Open { span, anchor, tag, parts: Parts::List(Vec::new()) })?;
                }
                Event::MappingStart(_, anchor, tag) => {
                    let tag = tag.filter(|t| t.core_suffix().is_none()).map(|t| t.original().into());
                    let parts = Parts::Map { entries: Vec::new(), key: Key::None, merges: Vec::new() };
                    self.begin(Open { span, anchor, tag, parts })?;
                }
                Event::SequenceEnd | Event::MappingEnd => self.end(span)?,
                Event::Alias(id) => self.alias(id, span)?,
                Event::UnresolvedAlias(name) => {
                    self.findings.push(traps::unknown_alias(&name, span));
                    self.count(1, span)?;
                    self.finish(Value::new(span, Data::Text(format!("*{name}"))), 0, false)?;
                }
                _ => {}
            }
        }
        let nothing = self.span(0..0);
        Ok(self.root.take().unwrap_or(Value::new(nothing, Data::Null)))
    }

    fn span(&self, bytes: std::ops::Range<usize>) -> Span {
        Span { source: self.source, start: bytes.start, end: bytes.end }
    }

    fn count(&mut self, nodes: usize, span: Span) -> Result<(), Stop> {
        self.nodes += nodes;
        if self.nodes <= MAX_NODES {
            return Ok(());
        }
        let message = format!("This is more than {MAX_NODES} keys and values, aliases expanded.");
        let help = "Split the description with `include`, or expand fewer aliases.";
        Err(Stop::Limit(Diagnostic::new(Code::TooBig, span, message).help(help)))
    }

    fn deep(&self, height: usize, span: Span) -> Result<(), Stop> {
        if self.open.len() + height <= MAX_DEPTH {
            return Ok(());
        }
        let message = format!("This is nested deeper than {MAX_DEPTH} levels.");
        let help = "Nest less deeply; a description rarely needs more than ten levels.";
        Err(Stop::Limit(Diagnostic::new(Code::TooBig, span, message).help(help)))
    }

    fn begin(&mut self, open: Open) -> Result<(), Stop> {
        self.count(1, open.span)?;
        self.deep(1, open.span)?;
        if open.anchor != 0 {
            // An alias inside of its own anchor finds this entry without a value.
            let empty = Anchored { value: None, weight: Weight::default(), span: open.span, used: false };
            self.anchors.insert(open.anchor, empty);
        }
        self.open.push(open);
        Ok(())
    }

    fn end(&mut self, span: Span) -> Result<(), Stop> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        let (data, last) = match open.parts {
            Parts::List(items) => {
                let last = items.last().map(|v| v.span.end);
                (Data::List(items), last)
            }
            Parts::Map { entries, merges, .. } => {
                let last = entries.last().map(|e| e.value.span.end.max(e.span.end));
                let entries = self.merged(entries, merges);
                (Data::Map(entries), last)
            }
        };
        // A block ends where the next token starts; what counts is the end of its last part.
        let own =
            Span { end: if span.start < span.end { span.end } else { last.unwrap_or(open.span.end) }, ..open.span };
        let own = Span { end: own.end.max(own.start), ..own };
        self.finish(Value { span: own, data, written: None, tag: open.tag }, open.anchor, false)
    }

    fn alias(&mut self, id: usize, span: Span) -> Result<(), Stop> {
        let found = self.anchors.get_mut(&id).and_then(|a| {
            a.used = true;
            a.value.as_ref().map(|_| a.weight)
        });
        let Some(weight) = found else {
            let message = "This alias stands inside of what it names, so it would never end.";
            let help = "Write the value out, or move the anchor `&` to something that does not contain the alias.";
            return Err(Stop::Limit(Diagnostic::new(Code::Syntax, span, message).help(help)));
        };
        self.bytes += weight.bytes;
        let text = if self.bytes > MAX_BYTES { MAX_NODES } else { 0 };
        self.count(weight.nodes + text, span)?;
        self.deep(weight.height, span)?;
        match self.anchors.get(&id).and_then(|a| a.value.clone()) {
            Some(value) => self.finish(value, 0, false),
            None => Ok(()),
        }
    }

    /// Puts a finished value where it belongs: as an item, a key, the value of a key, or the root.
    fn finish(&mut self, value: Value, anchor: usize, plain: bool) -> Result<(), Stop> {
        if anchor != 0 {
            let weight = value.weight();
            self.kept += weight.nodes;
            if self.kept > MAX_NODES {
                self.count(MAX_NODES, value.span)?;
            }
            let entry = Anchored { value: Some(value.clone()), weight, span: value.span, used: false };
            self.anchors.insert(anchor, entry);
        }
        let findings = &mut self.findings;
        let Some(open) = self.open.last_mut() else {
            self.root = Some(value);
            return Ok(());
        };
        match &mut open.parts {
            Parts::List(items) => items.push(value),
            Parts::Map { entries, key, merges } => match std::mem::replace(key, Key::None) {
                Key::Text(key, span) => entries.push(Entry { key, span, value }),
                Key::Merge if merges_from(&value) => merges.push(value),
                Key::Merge => {
                    let finding = Diagnostic::new(Code::WrongType, value.span, "`<<` takes a map, or a list of maps.");
                    findings.push(finding.help("Put an alias of a map here: `<<: *defaults`."));
                }
                Key::Bad => {}
                Key::None => {
                    *key = match value.text() {
                        Some("<<") if plain => Key::Merge,
                        Some(text) => Key::Text(text.to_owned(), value.span),
                        None if matches!(value.data, Data::Null) && value.span.start < value.span.end => {
                            Key::Text("null".to_owned(), value.span)
                        }
                        None => {
                            // `{{ x }}` is a map as a key of a map: what is outside says it all.
                            let inside = |s: Span| value.span.start <= s.start && s.end <= value.span.end;
                            while findings
                                .last()
                                .is_some_and(|d| d.code == Code::KeyNotText && d.span.is_some_and(inside))
                            {
                                findings.pop();
                            }
                            findings.push(traps::odd_key(&value));
                            Key::Bad
                        }
                    };
                }
            },
        }
        Ok(())
    }

    /// Entries with those that `<<` adds, and without doubles.
    fn merged(&mut self, entries: Vec<Entry>, merges: Vec<Value>) -> Vec<Entry> {
        let mut order: Vec<usize> = (0..entries.len()).collect();
        order.sort_by(|&a, &b| entries[a].key.cmp(&entries[b].key).then(a.cmp(&b)));
        let mut doubled = BTreeSet::new();
        for pair in order.windows(2) {
            let (first, second) = (&entries[pair[0]], &entries[pair[1]]);
            if first.key == second.key {
                let message = format!("The key `{}` is here a second time.", first.key);
                let help = "Keep one of the two, or give this one another name.";
                self.findings.push(Diagnostic::new(Code::DuplicateKey, second.span, message).help(help));
                doubled.insert(pair[1]);
            }
        }
        let mut kept: Vec<Entry> =
            entries.into_iter().enumerate().filter(|(i, _)| !doubled.contains(i)).map(|(_, e)| e).collect();
        if !merges.is_empty() {
            let mut keys: BTreeSet<String> = kept.iter().map(|e| e.key.clone()).collect();
            let maps = merges.into_iter().flat_map(|m| match m.data {
                Data::List(items) => items,
                data => vec![Value::new(m.span, data)],
            });
            for map in maps {
                let Data::Map(more) = map.data else { continue };
                kept.extend(more.into_iter().filter(|e| keys.insert(e.key.clone())));
            }
        }
        kept
    }

    fn unused_anchors(&self) -> Vec<Span> {
        self.anchors.values().filter(|a| !a.used).map(|a| a.span).collect()
    }
}

fn merges_from(value: &Value) -> bool {
    match &value.data {
        Data::Map(_) | Data::Null => true,
        Data::List(items) => items.iter().all(|i| matches!(i.data, Data::Map(_))),
        _ => false,
    }
}

fn stop(error: &ScanError) -> Stop {
    let offset = error.marker().byte_offset().unwrap_or(0);
    let fault = match error.kind() {
        ErrorKind::MappingValueNotAllowed => Fault::Colon,
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInPlainScalar => Fault::Tab,
        ErrorKind::UnexpectedCharacter { .. } | ErrorKind::MissingAnchorOrAliasName => Fault::Start,
        ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::ExpectedFlowSequenceSeparator
        | ErrorKind::ExpectedFlowMappingSeparator
        | ErrorKind::MisplacedFlowCollectionEnd => Fault::Rest(error.info()),
        ErrorKind::InvalidQuotedScalarIndent | ErrorKind::UnclosedQuotedScalar => Fault::Quote,
        ErrorKind::RecursionLimitExceeded => Fault::Depth,
        _ if error.info().contains("simple key expected") => Fault::NoColon,
        _ => Fault::Other(error.info()),
    };
    Stop::Fault(fault, offset)
}
