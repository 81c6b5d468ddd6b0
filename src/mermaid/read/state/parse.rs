//! Text -> statements, by the rules of the official lexer and grammar. Words are words whatever their case.

use super::super::fault::Fault;
use super::super::label;
use super::super::scan::{self, Case, Directions, is_space, is_word};
use super::super::scanner::Scanner;
use super::super::style::{ClassDef, names, styles};
use super::build::{Build, Place};
use super::{Note, Side, StateDiagram, StateKind};
use std::ops::Range;

type Done = Result<(), Fault>;

const STATEMENT: &str = "Write `A --> B : text`, `A : text` or `state A {`; an id is one word without `-` and `:`.";
const STATE: &str = "Write `state A {`, `state \"Long name\" as A` or `state A <<choice>>`.";
const NOTE: &str = "Write `note right of A : text`, or the text in lines of its own and `end note` below it.";

const MARKS: [(&str, StateKind); 6] = [
    ("<<fork>>", StateKind::Fork),
    ("<<join>>", StateKind::Join),
    ("<<choice>>", StateKind::Choice),
    ("[[fork]]", StateKind::Fork),
    ("[[join]]", StateKind::Join),
    ("[[choice]]", StateKind::Choice),
];

struct Parser<'a> {
    scan: Scanner<'a>,
    directions: Directions,
    /// Every `<<fork>>` and its like.
    marks: Vec<(usize, usize, StateKind)>,
    /// Where the line and its next `{` are that were looked for last.
    line: usize,
    brace: usize,
    build: Build,
}

/// Reads a state diagram.
pub(in super::super) fn read(text: &str) -> Result<StateDiagram, Fault> {
    let lower = text.to_ascii_lowercase();
    let all = MARKS.iter().flat_map(|(mark, kind)| lower.match_indices(mark).map(|(at, m)| (at, at + m.len(), *kind)));
    let mut marks: Vec<_> = all.collect();
    marks.sort_by_key(|mark| mark.0);
    let directions = Directions::new(text, Case::Any, &["TB", "BT", "RL", "LR"]);
    let mut parser = Parser { scan: Scanner::new(text), directions, marks, line: 0, brace: 0, build: Build::new() };
    let scan = &mut parser.scan;
    if !scan.word_and_blank("stateDiagram-v2") && !scan.word_and_blank("stateDiagram") {
        scan.take("stateDiagram".len());
        return Err(scan.due("the end of the line", "Write `stateDiagram-v2` alone on the first line."));
    }
    loop {
        let nested = parser.build.depth() > 0;
        parser.scan.spaces();
        if parser.scan.done() {
            if nested {
                return Err(parser.scan.due_at_end("`}`", "Close the state with a line `}`."));
            }
            return Ok(parser.build.finish());
        }
        parser.statement(nested)?;
    }
}

impl<'a> Parser<'a> {
    /// Blanks and comments between words. A line that ends at once ends the statement outside of states.
    fn gap(&mut self) {
        loop {
            let nested = self.build.depth() > 0;
            if self.scan.starts("\n") && !nested {
                return;
            }
            let before = self.scan.at;
            self.scan.spaces();
            if self.scan.starts("#") || self.scan.starts("%%") {
                self.scan.line();
            }
            if self.scan.at == before {
                return;
            }
        }
    }

    fn direction(&mut self) -> bool {
        let Some((end, direction)) = self.directions.line(self.scan.text, self.scan.at) else { return false };
        self.scan.at = end;
        self.build.direct(direction);
        true
    }

    fn statement(&mut self, nested: bool) -> Done {
        if !nested {
            if self.scan.any_case("click") {
                return self.click();
            }
            if scan::caseless(self.scan.rest(), "href").or(scan::caseless(self.scan.rest(), "default")).is_some() {
                return Err(self.scan.due("a statement", "Give the state another id: this word has a meaning."));
            }
            if self.direction() {
                return Ok(());
            }
        }
        if self.scan.starts("#") || self.scan.starts("%%") {
            self.scan.line();
            return Ok(());
        }
        if !nested && (self.scan.description(Case::Any)? || self.scan.any_case("hide empty description")) {
            return Ok(());
        }
        if !nested && self.scan.word_and_blank("scale") {
            let digits = self.scan.take_while(|c| c.is_ascii_digit());
            self.scan.spaces();
            if digits.is_empty() || !self.scan.any_case("width") {
                return Err(self.scan.due("a width", "Write `scale 350 width`."));
            }
            return Ok(());
        }
        if self.scan.word_and_blank("classDef") {
            return self.class_def();
        }
        if self.scan.word_and_blank("class") {
            return self.class();
        }
        if self.scan.word_and_blank("style") {
            return self.style();
        }
        if self.scan.word_and_blank("state") {
            return self.state();
        }
        if nested {
            if self.direction() {
                return Ok(());
            }
            if self.scan.eat("}") {
                self.build.close();
                return Ok(());
            }
        }
        if self.scan.word_and_blank("note") {
            return self.note();
        }
        if nested && self.scan.starts("--") && !self.scan.starts("-->") {
            self.scan.take(2);
            self.build.divide();
            return Ok(());
        }
        self.transition()
    }

    /// An id with its class: nothing where a comment stands in its place.
    fn name(&mut self, expected: &str) -> Result<(Range<usize>, Option<&'a str>), Fault> {
        let id = self.id(expected)?;
        self.gap();
        if !self.scan.eat(":::") {
            return Ok((id, None));
        }
        self.gap();
        let class = self.id("a class")?;
        Ok((id, Some(self.scan.slice(&class))))
    }

    fn id(&mut self, expected: &str) -> Result<Range<usize>, Fault> {
        if self.scan.starts("[*]") {
            return Ok(self.scan.take(3));
        }
        let rest = self.scan.rest();
        let mut length = rest.find(|c| is_space(c) || matches!(c, ':' | '-' | '{')).unwrap_or(rest.len());
        length = rest[..length].find("%%").unwrap_or(length);
        if length == 0 {
            return Err(self.scan.due(expected, STATEMENT));
        }
        Ok(self.scan.take(length))
    }

    /// `: text`
    fn text(&mut self) -> Option<&'a str> {
        let rest = self.scan.rest().strip_prefix(':')?;
        let mut chars = rest.char_indices().peekable();
        let mut length = 0;
        while let Some((at, c)) = chars.next() {
            match c {
                '\n' | ';' => break,
                ':' => match chars.next() {
                    Some((next, c)) if !matches!(c, ':' | '\n' | ';') => length = next + c.len_utf8(),
                    _ => break,
                },
                _ => length = at + c.len_utf8(),
            }
        }
        if length == 0 {
            return None;
        }
        self.scan.take(1 + length);
        Some(rest[..length].trim())
    }

    fn named(&mut self, (id, class): &(Range<usize>, Option<&str>), place: Place) -> usize {
        let name = self.scan.slice(id);
        let index = if name == "[*]" { self.build.edge(place, id) } else { self.build.state(name, id) };
        if let Some(class) = class {
            self.build.with(index, |state| state.classes.push((*class).to_owned()));
        }
        index
    }

    fn transition(&mut self) -> Done {
        let from = self.name("a statement")?;
        self.gap();
        if self.scan.eat("-->") {
            self.gap();
            let to = self.name("a state")?;
            let mut end = to.1.map_or(to.0.end, |_| self.scan.at);
            self.gap();
            let label = self.text();
            if label.is_some() {
                end = self.scan.at;
            }
            let (at, tail) = (from.0.start..end, self.named(&from, Place::From));
            let head = self.named(&to, Place::To);
            self.build.transition(tail, head, label.unwrap_or_default(), at);
        } else if !self.scan.slice(&from.0).starts_with("</") {
            // A tag of HTML is a state that nobody sees.
            let index = self.named(&from, Place::From);
            if let Some(text) = self.text() {
                self.build.describe(index, text);
            }
        }
        self.gap();
        if self.scan.starts(":") || self.scan.starts("-->") {
            return Err(self.scan.due("the end of the line", STATEMENT));
        }
        Ok(())
    }

    fn click(&mut self) -> Done {
        const HELP: &str =
            "Write `click A href \"https://example.org\"` or `click A \"https://example.org\" \"tooltip\"`.";
        self.gap();
        let name = self.name("a state")?;
        self.gap();
        let href = self.scan.any_case("href");
        let mut strings = Vec::new();
        for _ in 0..if href { 1 } else { 2 } {
            self.gap();
            let Some(length) = scan::quoted(self.scan.rest()) else { return Err(self.scan.due("an address", HELP)) };
            let at = self.scan.take(length);
            strings.push(self.scan.slice(&(at.start + 1..at.end - 1)));
        }
        self.gap();
        if !self.scan.done() && !self.scan.starts("\n") {
            return Err(self.scan.due("the end of the line", HELP));
        }
        let index = self.named(&name, Place::From);
        let link = strings.first().map(|link| label::shown(link));
        self.build.with(index, |state| state.link = link);
        Ok(())
    }

    fn class_def(&mut self) -> Done {
        const HELP: &str = "Write `classDef name fill:#f00,color:white`.";
        let name = self.scan.take_while(is_word);
        if name.is_empty() || self.scan.slice(&name).eq_ignore_ascii_case("default") || !self.scan.next_is(is_space) {
            return Err(self.scan.due("the name of a class and its look", HELP));
        }
        self.scan.spaces();
        let look = self.scan.line();
        let (name, styles) = (self.scan.slice(&name).to_owned(), styles(self.scan.slice(&look)));
        self.build.chart.class_defs.push(ClassDef { name, styles });
        Ok(())
    }

    fn class(&mut self) -> Done {
        let ids = self.scan.at;
        if !self.scan.next_is(is_word) {
            return Err(self.scan.due("states", "Write `class A, B name`."));
        }
        self.scan.take_while(is_word);
        loop {
            let behind = self.scan.at;
            if self.scan.eat(",") {
                self.scan.spaces();
                if self.scan.next_is(is_word) {
                    self.scan.take_while(is_word);
                    continue;
                }
            }
            self.scan.at = behind;
            break;
        }
        let ids = ids..self.scan.at;
        let class = self.scan.line();
        let class = self.scan.slice(&class).trim();
        for name in names(self.scan.slice(&ids)) {
            self.build.look(name, &[class.to_owned()], &[]);
        }
        Ok(())
    }

    fn style(&mut self) -> Done {
        let ids = self.scan.take_while(|c| is_word(c) || c == ',');
        if ids.is_empty() || !self.scan.next_is(is_space) {
            return Err(self.scan.due("states and their look", "Write `style A fill:#f00`."));
        }
        self.scan.spaces();
        let look = self.scan.line();
        let look = styles(self.scan.slice(&look));
        for name in names(self.scan.slice(&ids)) {
            self.build.look(name, &[], &look);
        }
        Ok(())
    }

    /// Behind `state`: to the end of the line, or to the `{` of a body.
    fn state(&mut self) -> Done {
        // The state that a `{` would open.
        let mut last: Option<usize> = None;
        loop {
            self.scan.blanks();
            if self.scan.starts("#") || self.scan.starts("%%") {
                self.scan.line();
            }
            if self.scan.done() {
                return Ok(());
            }
            if self.scan.eat("\n") {
                let body = self.build.depth() == 0 && last.is_some() && !self.scan.starts("\n");
                let before = self.scan.at;
                if body {
                    self.scan.spaces();
                }
                if !body || !self.scan.starts("{") {
                    self.scan.at = before;
                    return Ok(());
                }
            }
            if self.scan.starts("{") {
                let Some(of) = last else { return Err(self.scan.due("the id of the state", STATE)) };
                self.scan.take(1);
                self.build.open(of);
                return Ok(());
            }
            if self.line <= self.scan.at {
                self.line = self.scan.at + scan::line(self.scan.rest());
            }
            if self.marked() {
                return Ok(());
            }
            last = if self.scan.eat("\"") { Some(self.described()?) } else { self.composite()? };
        }
    }

    /// `A <<fork>>`
    fn marked(&mut self) -> bool {
        let next = self.marks.partition_point(|mark| mark.0 < self.line);
        let Some(&(start, end, kind)) = next.checked_sub(1).and_then(|i| self.marks.get(i)) else { return false };
        if start < self.scan.at {
            return false;
        }
        let before = self.scan.slice(&(self.scan.at..start));
        let at = self.scan.at..self.scan.at + before.trim_end().len();
        let index = self.build.state(before.trim(), &at);
        self.build.with(index, |state| state.kind = kind);
        self.scan.at = end;
        true
    }

    /// `text" as A`
    fn described(&mut self) -> Result<usize, Fault> {
        let Some(text) = self.scan.until("\"") else {
            self.scan.at = self.scan.text.len();
            return Err(self.scan.due("`\"`", STATE));
        };
        self.scan.blanks();
        if !self.scan.word_and_blank("as") {
            return Err(self.scan.due("`as` and an id", STATE));
        }
        let id = self.scan.take_while(|c| !matches!(c, '\n' | '{'));
        let words = self.scan.slice(&id);
        let words = &words[..words.find("%%").unwrap_or(words.len())];
        let (name, class) = words.split_once(":::").unwrap_or((words, ""));
        let (name, more) = name.split_once(':').unwrap_or((name, ""));
        let at = id.start..id.start + name.trim_end().len();
        let index = self.build.state(name.trim(), &at);
        self.build.describe(index, self.scan.slice(&text));
        if !more.trim().is_empty() {
            self.build.describe(index, more);
        }
        self.build.with(index, |state| state.classes.extend(names(class).map(str::to_owned)));
        Ok(index)
    }

    /// `A`, which `{` has to follow: alone it says nothing.
    fn composite(&mut self) -> Result<Option<usize>, Fault> {
        let start = self.scan.at;
        let two = self.scan.rest();
        let first = scan::word(two);
        let gap = scan::spaces(&two[first..]);
        if first > 0 && gap > 0 && scan::word(&two[first + gap..]) > 0 {
            // The second word may stand on the next line, and the brace has to be on that one.
            let second = start + first + gap;
            if self.brace <= second {
                let line = &self.scan.text[second..];
                self.brace = second + line.find(['{', '\n']).unwrap_or(line.len());
            }
            if self.scan.text[self.brace..].starts_with('{') {
                let at = start..second + scan::word(&self.scan.text[second..]);
                let help = "Write one word, or the name in quotes: `state \"Long name\" as A {`.";
                return Err(Fault::new(at, "The id of a state has more than one word.", help));
            }
        }
        let id = self.scan.take_while(|c| !is_space(c) && c != '{');
        let words = self.scan.slice(&id);
        self.scan.blanks();
        let opens = self.scan.starts("{") || self.scan.starts("\n") && self.scan.rest().trim_start().starts_with('{');
        if !opens {
            return Ok(None);
        }
        let (name, class) = words.split_once(":::").unwrap_or((words, ""));
        let index = self.build.state(name, &(id.start..id.start + name.len()));
        self.build.with(index, |state| state.classes.extend(names(class).map(str::to_owned)));
        Ok(Some(index))
    }

    fn note(&mut self) -> Done {
        let start = self.scan.at;
        if self.scan.eat("\"") {
            let Some(text) = self.scan.until("\"") else {
                self.scan.at = self.scan.text.len();
                return Err(self.scan.due("`\"`", "Write `note \"text\" as N`."));
            };
            self.scan.spaces();
            if !self.scan.rest().get(..2).is_some_and(|word| word.eq_ignore_ascii_case("as")) {
                return Err(self.scan.due("`as` and an id", "Write `note \"text\" as N`."));
            }
            self.scan.line();
            let (text, at) = (label::shown(self.scan.slice(&text)), start..self.scan.at);
            self.build.chart.notes.push(Note { of: None, side: Side::default(), text, at });
            return Ok(());
        }
        let side = if self.scan.any_case("left of") {
            Side::Left
        } else if self.scan.any_case("right of") {
            Side::Right
        } else {
            return Err(self.scan.due("`left of` or `right of`", NOTE));
        };
        self.scan.spaces();
        let id = self.scan.take_while(|c| !is_space(c) && !matches!(c, ':' | '-'));
        if id.is_empty() {
            return Err(self.scan.due("a state", NOTE));
        }
        let before = self.scan.at;
        self.scan.spaces();
        let text = if self.scan.eat(":") && self.scan.next_is(|c| !matches!(c, ':' | '\n' | ';')) {
            let text = self.scan.take_while(|c| !matches!(c, ':' | '\n' | ';'));
            if self.scan.starts(":") {
                return Err(self.scan.due("the end of the line", "Write the text without `:`, or as `#colon;`."));
            }
            text
        } else {
            self.scan.at = before;
            self.lines()?
        };
        let of = Some(self.build.state(self.scan.slice(&id), &id));
        let text = self.scan.slice(&text).trim().lines().map(str::trim).collect::<Vec<_>>().join("\n");
        let at = start..self.scan.at;
        self.build.chart.notes.push(Note { of, side, text: label::shown(&text), at });
        Ok(())
    }

    /// The lines above `end note`.
    fn lines(&mut self) -> Result<Range<usize>, Fault> {
        let start = self.scan.at;
        loop {
            self.scan.line();
            let end = self.scan.at;
            if !self.scan.eat("\n") {
                return Err(Fault::new(start..start, "This note does not end.", NOTE));
            }
            let line = self.scan.rest();
            let blanks = line.len() - line.trim_start_matches(|c| is_space(c) && c != '\n').len();
            if let Some(length) = scan::caseless(&line[blanks..], "end note") {
                self.scan.take(blanks + length);
                return Ok(start..end);
            }
        }
    }
}
