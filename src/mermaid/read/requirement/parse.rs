//! Text -> statements, by the rules of the official lexer and grammar. Words are words whatever their case.

use super::super::fault::Fault;
use super::super::label;
use super::super::scan::{Case, Directions, is_word, word};
use super::super::scanner::Scanner;
use super::super::style::{ClassDef, names, styles};
use super::{Relation, Requirement, RequirementKind, Requirements};
use std::collections::BTreeMap;
use std::ops::Range;

type Done = Result<(), Fault>;

const STATEMENT: &str =
    "Write `requirement name {`, `element name {` or `a - satisfies -> b`; names with other signs in quotes.";
const BODY: &str = "Write one line for each of `id`, `text`, `risk` and `verifymethod`, or `type` and `docref`.";

const KINDS: [(&str, RequirementKind); 7] = [
    ("requirement", RequirementKind::Requirement),
    ("functionalRequirement", RequirementKind::Functional),
    ("interfaceRequirement", RequirementKind::Interface),
    ("performanceRequirement", RequirementKind::Performance),
    ("physicalRequirement", RequirementKind::Physical),
    ("designConstraint", RequirementKind::Constraint),
    ("element", RequirementKind::Element),
];
const RELATIONS: [&str; 7] = ["contains", "copies", "derives", "satisfies", "verifies", "refines", "traces"];
const RISKS: [&str; 3] = ["low", "medium", "high"];
const METHODS: [&str; 4] = ["analysis", "demonstration", "inspection", "test"];
/// Further words that no name begins with.
const WORDS: [&str; 10] =
    ["requirementDiagram", "id", "text", "risk", "verifyMethod", "type", "docref", "style", "classDef", "class"];

struct Parser<'a> {
    scan: Scanner<'a>,
    directions: Directions,
    chart: Requirements,
    boxes: BTreeMap<String, usize>,
}

/// Reads a requirement diagram.
pub(in super::super) fn read(text: &str) -> Result<Requirements, Fault> {
    const FIRST: &str = "Write `requirementDiagram` alone on the first line.";
    let directions = Directions::new(text, Case::Any, &["TB", "BT", "RL", "LR"]);
    let chart = Requirements::default();
    let mut parser = Parser { scan: Scanner::new(text), directions, chart, boxes: BTreeMap::new() };
    if !parser.scan.any_case("requirementDiagram") {
        return Err(parser.scan.due("`requirementDiagram`", FIRST));
    }
    parser.scan.blanks();
    if !parser.scan.starts("\n") {
        return Err(parser.scan.due("the end of the line", FIRST));
    }
    loop {
        parser.scan.spaces();
        if parser.scan.done() {
            return Ok(parser.chart);
        }
        parser.statement()?;
    }
}

fn reserved(text: &str) -> bool {
    let first = &text[..word(text)];
    let mut all = KINDS.into_iter().map(|kind| kind.0).chain(RELATIONS).chain(RISKS).chain(METHODS).chain(WORDS);
    all.any(|word| word.eq_ignore_ascii_case(first))
}

impl Parser<'_> {
    fn statement(&mut self) -> Done {
        if self.scan.description(Case::Any)? {
            return Ok(());
        }
        if let Some((end, direction)) = self.directions.line(self.scan.text, self.scan.at) {
            self.scan.at = end;
            self.chart.direction = Some(direction);
            return Ok(());
        }
        if self.scan.starts("#") || self.scan.starts("%") {
            self.scan.line();
            return Ok(());
        }
        if let Some((_, kind)) = KINDS.into_iter().find(|(word, _)| self.scan.any_case(word)) {
            return self.definition(kind);
        }
        if self.scan.any_case("style") {
            let (ids, look) = self.look("Write `style a fill:#f00`.")?;
            for name in names(&ids) {
                if let Some(item) = self.known(name) {
                    item.styles.extend(styles(&look));
                }
            }
            return Ok(());
        }
        if self.scan.any_case("classDef") {
            let (ids, look) = self.look("Write `classDef name fill:#f00`.")?;
            let defs = names(&ids).map(|name| ClassDef { name: name.to_owned(), styles: styles(&look) });
            self.chart.class_defs.extend(defs);
            return Ok(());
        }
        if self.scan.any_case("class") {
            let (ids, classes) = self.look("Write `class a,b name`.")?;
            for name in names(&ids) {
                if let Some(item) = self.known(name) {
                    item.classes.extend(names(&classes).map(str::to_owned));
                }
            }
            return Ok(());
        }
        self.relation()
    }

    fn known(&mut self, name: &str) -> Option<&mut Requirement> {
        self.boxes.get(name).and_then(|index| self.chart.boxes.get_mut(*index))
    }

    /// Names with commas, and the rest of the line.
    fn look(&mut self, help: &str) -> Result<(String, String), Fault> {
        self.scan.blanks();
        let start = self.scan.at;
        loop {
            self.scan.take_while(|c| is_word(c) || c == '-');
            let behind = self.scan.at;
            self.scan.blanks();
            if !self.scan.eat(",") {
                self.scan.at = behind;
                break;
            }
            self.scan.blanks();
        }
        let ids = self.scan.slice(&(start..self.scan.at)).to_owned();
        self.scan.blanks();
        let line = self.scan.line();
        let rest = self.scan.slice(&line).trim();
        let odd = |c: char| !is_word(c) && !":;%-#, \"()".contains(c);
        if ids.is_empty() || rest.is_empty() || rest.contains(odd) {
            self.scan.at = line.start;
            return Err(self.scan.due("a look", help));
        }
        Ok((ids, rest.to_owned()))
    }

    /// A text in quotes, or one without the signs of the grammar.
    fn text(&mut self, expected: &str) -> Result<(String, Range<usize>), Fault> {
        self.scan.blanks();
        let before = self.scan.at;
        if self.scan.eat("\"") {
            if let Some(at) = self.scan.until("\"").filter(|at| !at.is_empty()) {
                return Ok((label::shown(self.scan.slice(&at)), at));
            }
        } else if self.scan.next_is(is_word) && !reserved(self.scan.rest()) {
            let at = self.scan.take_while(|c| !matches!(c, ':' | ',' | '\n' | '{' | '<' | '>' | '-' | '='));
            let text = self.scan.slice(&at).trim_end();
            return Ok((label::shown(text), at.start..at.start + text.len()));
        }
        self.scan.at = before;
        Err(self.scan.due(expected, STATEMENT))
    }

    /// `::: a, b`
    fn classes(&mut self) -> Result<Vec<String>, Fault> {
        let mut all = Vec::new();
        loop {
            all.push(self.text("a class")?.0);
            self.scan.blanks();
            if !self.scan.eat(",") {
                return Ok(all);
            }
        }
    }

    fn definition(&mut self, kind: RequirementKind) -> Done {
        let (name, at) = self.text("a name")?;
        self.scan.blanks();
        let classes = if self.scan.eat(":::") { self.classes()? } else { Vec::new() };
        self.scan.blanks();
        if !self.scan.eat("{") {
            return Err(self.scan.due("`{`", STATEMENT));
        }
        self.end("Write one fact a line, below the name.")?;
        let facts = self.facts(kind)?;
        // The first of a name stays.
        if !self.boxes.contains_key(&name) {
            self.boxes.insert(name.clone(), self.chart.boxes.len());
            self.chart.boxes.push(Requirement { name, kind, facts, classes, styles: Vec::new(), at });
        }
        Ok(())
    }

    fn end(&mut self, help: &str) -> Done {
        self.scan.blanks();
        if self.scan.starts("#") || self.scan.starts("%") {
            self.scan.line();
        }
        if self.scan.starts("\n") { Ok(()) } else { Err(self.scan.due("the end of the line", help)) }
    }

    fn facts(&mut self, kind: RequirementKind) -> Result<Vec<(&'static str, String)>, Fault> {
        let mut facts: Vec<(&'static str, String)> = Vec::new();
        let keys: &[&'static str] = match kind {
            RequirementKind::Element => &["type", "docref"],
            _ => &["id", "text", "risk", "verifymethod"],
        };
        loop {
            self.scan.spaces();
            if self.scan.starts("#") || self.scan.starts("%") {
                self.scan.line();
                continue;
            }
            if self.scan.eat("}") {
                return Ok(facts);
            }
            let Some(key) = keys.iter().copied().find(|key| self.scan.any_case(key)) else {
                return Err(self.scan.due("a fact or `}`", BODY));
            };
            self.scan.blanks();
            if self.scan.starts(":::") || !self.scan.eat(":") {
                return Err(self.scan.due("`:`", BODY));
            }
            self.scan.blanks();
            let words: &[&'static str] = match key {
                "risk" => &RISKS,
                "verifymethod" => &METHODS,
                _ => &[],
            };
            let value = match words.iter().find(|word| self.scan.any_case(word)) {
                Some(word) => (*word).to_owned(),
                None if words.is_empty() => self.text("a text")?.0,
                None => return Err(self.scan.due(&format!("one of {}", words.join(", ")), BODY)),
            };
            self.end(BODY)?;
            facts.retain(|(other, _)| *other != key);
            facts.push((key, value));
        }
    }

    /// `a - kind -> b`, `b <- kind - a` or `a:::class`.
    fn relation(&mut self) -> Done {
        let (name, at) = self.text("a statement")?;
        self.scan.blanks();
        if self.scan.eat(":::") {
            let classes = self.classes()?;
            if let Some(item) = self.known(&name) {
                item.classes.extend(classes);
            }
            return Ok(());
        }
        let back = self.scan.eat("<-");
        if !back && (self.scan.starts("->") || !self.scan.eat("-")) {
            return Err(self.scan.due("`-` or `<-`", STATEMENT));
        }
        self.scan.blanks();
        let Some(kind) = RELATIONS.into_iter().find(|word| self.scan.any_case(word)) else {
            return Err(self.scan.due("a relation", &format!("Write one of {}.", RELATIONS.join(", "))));
        };
        self.scan.blanks();
        let arrow = self.scan.eat("->");
        if arrow == back || !arrow && !self.scan.eat("-") {
            return Err(self.scan.due(if back { "`-`" } else { "`->`" }, STATEMENT));
        }
        let (other, end) = self.text("a name")?;
        let (from, to) = if back { (other, name) } else { (name, other) };
        self.chart.relations.push(Relation { from, to, kind, at: at.start..end.end });
        Ok(())
    }
}
