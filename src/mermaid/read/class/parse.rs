//! Text -> statements, by the rules of the official lexer and grammar.

use super::super::fault::Fault;
use super::super::label;
use super::super::scan::{self, Case, Directions, is_space, is_word};
use super::super::scanner::Scanner;
use super::super::style::{ClassDef, names, styles};
use super::build::{Build, Name};
use super::relation::{self, string};
use super::{ClassDiagram, End, Note};
use std::ops::Range;

type Done = Result<(), Fault>;

const STATEMENT: &str = "Write `class A {`, `A : +member` or `A <|-- B : text`; a name with other signs in backquotes.";
const CLASS: &str = "Write `class A`, `class A[\"Title\"]`, `class A:::look` or `class A {`.";

/// Words that no name is, wherever they stand; those of statements only where a statement begins.
const WORDS: [&str; 10] =
    ["cssClass", "callback", "link", "click", "note", "href", "_self", "_blank", "_parent", "_top"];
const STARTS: [&str; 6] = ["style", "classDef", "namespace", "class", "classDiagram", "call"];

/// Where a name stands: that decides which words it cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Statement,
    Class,
}

struct Parser<'a> {
    scan: Scanner<'a>,
    directions: Directions,
    build: Build,
}

/// Reads a class diagram.
pub(in super::super) fn read(text: &str) -> Result<ClassDiagram, Fault> {
    const FIRST: &str = "Write `classDiagram` alone on the first line.";
    let directions = Directions::new(text, Case::Exact, &["TB", "BT", "RL", "LR"]);
    let mut parser = Parser { scan: Scanner::new(text), directions, build: Build::default() };
    if !parser.scan.word("classDiagram-v2") && !parser.scan.word("classDiagram") {
        return Err(parser.scan.due("`classDiagram`", FIRST));
    }
    if !parser.separated() {
        return Err(parser.scan.due("the end of the line", FIRST));
    }
    let mut fresh = true;
    let mut empty = true;
    loop {
        while parser.build.open.is_empty() && parser.scan.starts("%%") {
            parser.scan.line();
            parser.scan.spaces();
        }
        if parser.scan.done() {
            if !parser.build.open.is_empty() {
                return Err(parser.scan.due("`}`", "Close the namespace with a line `}`."));
            }
            if empty {
                return Err(parser.scan.due("a statement", STATEMENT));
            }
            return Ok(parser.build.chart);
        }
        if parser.build.open.last().is_some_and(|open| open.1) && parser.scan.eat("}") {
            parser.build.open.pop();
        } else if !fresh {
            return Err(parser.scan.due("the end of the line", STATEMENT));
        } else if parser.statement()? {
            // A namespace opened: its first statement may follow at once.
            parser.scan.spaces();
            continue;
        }
        empty = false;
        if let Some(open) = parser.build.open.last_mut() {
            open.1 = true;
        }
        fresh = parser.separated();
    }
}

impl Parser<'_> {
    /// Takes blanks and, outside of namespaces, comments: whether the line ended.
    fn separated(&mut self) -> bool {
        self.scan.blanks();
        if self.build.open.is_empty() && self.scan.starts("%%") {
            self.scan.line();
            self.scan.spaces();
            return false;
        }
        let ended = self.scan.starts("\n");
        self.scan.spaces();
        ended
    }

    /// Reads a statement: whether it opened a namespace.
    fn statement(&mut self) -> Result<bool, Fault> {
        let nested = !self.build.open.is_empty();
        if !nested && self.outside()? {
            return Ok(false);
        }
        if self.scan.word("namespace") {
            self.namespace()?;
            return Ok(true);
        }
        if self.scan.word("class") {
            self.class()?;
        } else if self.scan.word("note for") {
            let name = self.name(Mode::Statement)?;
            let of = self.build.known(&name.id);
            self.note(of)?;
        } else if self.scan.word("note") {
            self.note(None)?;
        } else if nested {
            return Err(self.scan.due("a class", "Only classes, notes and namespaces stand in a namespace."));
        } else {
            self.named()?;
        }
        Ok(false)
    }

    /// What stands outside of namespaces alone, and does not begin with a name.
    fn outside(&mut self) -> Result<bool, Fault> {
        if let Some((end, direction)) = self.directions.line(self.scan.text, self.scan.at) {
            self.scan.at = end;
            self.build.chart.direction = Some(direction);
            return Ok(true);
        }
        if self.scan.description(Case::Exact)? {
            return Ok(true);
        }
        if self.scan.word("style") {
            const HELP: &str = "Write `style A fill:#f00`.";
            let id = self.part(HELP)?;
            let look = self.look(HELP)?;
            if let Some(index) = self.build.known(&id) {
                self.build.with(index, |class| class.styles.extend(look));
            }
        } else if self.scan.word("classDef") {
            const HELP: &str = "Write `classDef name fill:#f00`.";
            let mut all = vec![self.part(HELP)?];
            loop {
                self.scan.blanks();
                if !self.scan.eat(",") {
                    break;
                }
                all.push(self.part(HELP)?);
            }
            let styles = self.look(HELP)?;
            let defs = all.into_iter().map(|name| ClassDef { name, styles: styles.clone() });
            self.build.chart.class_defs.extend(defs);
        } else if self.scan.word("cssClass") {
            const HELP: &str = "Write `cssClass \"A,B\" name`.";
            let ids = string(&mut self.scan, HELP)?;
            let class = self.part(HELP)?;
            for id in names(&ids) {
                if let Some(index) = self.build.known(id) {
                    self.build.with(index, |known| known.classes.push(class.clone()));
                }
            }
        } else if self.scan.word("callback") || self.scan.word("link") || self.scan.word("click") {
            self.click()?;
        } else if self.scan.eat("<<") {
            let annotation = self.annotation()?;
            let name = self.name(Mode::Statement)?;
            let index = self.build.class(&name);
            self.build.with(index, |class| class.annotations.push(annotation));
        } else {
            return Ok(false);
        }
        Ok(true)
    }

    /// A member or a relation.
    fn named(&mut self) -> Done {
        let name = self.name(Mode::Statement)?;
        if let Some(mut relation) = relation::read(&mut self.scan)? {
            let other = self.name(Mode::Statement)?;
            let circle = |end: End, other: End| end == End::Lollipop && other == End::None;
            if circle(relation.tail, relation.head) {
                relation.to = self.build.class(&other);
                relation.from = self.build.interface(&name);
            } else {
                relation.from = self.build.class(&name);
                let circle = circle(relation.head, relation.tail);
                relation.to = if circle { self.build.interface(&other) } else { self.build.class(&other) };
            }
            if let Some(text) = self.label() {
                relation.label = label::shown(self.scan.slice(&text));
            }
            relation.at = name.at.start..self.scan.at;
            self.build.chart.relations.push(relation);
        } else if let Some(text) = self.label() {
            let index = self.build.class(&name);
            self.build.member(index, self.scan.slice(&text), text.clone())?;
        }
        Ok(())
    }

    /// `: text`
    fn label(&mut self) -> Option<Range<usize>> {
        let before = self.scan.at;
        self.scan.blanks();
        if self.scan.eat(":") {
            let text = self.scan.take_while(|c| !matches!(c, ':' | ';' | '\n'));
            if !text.is_empty() {
                return Some(text);
            }
        }
        self.scan.at = before;
        None
    }

    /// A word with `-` and `.`, a name in backquotes, and the type behind it.
    fn name(&mut self, mode: Mode) -> Result<Name, Fault> {
        self.scan.blanks();
        let start = self.scan.at;
        let mut id = String::new();
        let mut generic = None;
        // Whether a name has to follow: at the start and behind a `.`.
        let mut due = true;
        loop {
            let behind = self.scan.at;
            self.scan.blanks();
            let rest = self.scan.rest();
            let word = &rest[..scan::word(rest)];
            let reserved = WORDS.contains(&word) || mode == Mode::Statement && STARTS.contains(&word) || word == "o";
            let length = match rest.chars().next() {
                Some('`') => {
                    self.scan.take(1);
                    let Some(text) = self.scan.until("`").filter(|text| !text.is_empty()) else {
                        return Err(self.scan.due("a name in backquotes", STATEMENT));
                    };
                    id.push_str(self.scan.slice(&text));
                    due = false;
                    generic = self.generic()?;
                    break;
                }
                Some('-') if !rest.starts_with("--") => 1,
                Some('.') if !rest.starts_with("..") && !due => 1,
                Some(c) if is_word(c) && !reserved => word.len(),
                Some(c) if !c.is_ascii() && c.is_alphanumeric() => c.len_utf8(),
                Some('~') if !due => {
                    generic = self.generic()?;
                    break;
                }
                _ => {
                    self.scan.at = behind;
                    break;
                }
            };
            due = rest.starts_with('.');
            id.push_str(&rest[..length]);
            self.scan.take(length);
        }
        if due {
            self.scan.blanks();
            return Err(self.scan.due("the name of a class", STATEMENT));
        }
        Ok(Name { id, generic, at: start..self.scan.at })
    }

    /// `~T~`
    fn generic(&mut self) -> Result<Option<String>, Fault> {
        let before = self.scan.at;
        self.scan.blanks();
        if !self.scan.eat("~") {
            self.scan.at = before;
            return Ok(None);
        }
        let Some(kind) = self.scan.until("~") else { return Err(self.scan.due("`~`", "Write a type as `List~int~`.")) };
        Ok(Some(self.scan.slice(&kind).to_owned()).filter(|kind| !kind.is_empty()))
    }

    /// One word.
    fn part(&mut self, help: &str) -> Result<String, Fault> {
        self.scan.blanks();
        let word = self.scan.take_while(is_word);
        if word.is_empty() {
            return Err(self.scan.due("a name", help));
        }
        Ok(self.scan.slice(&word).to_owned())
    }

    /// Properties up to the end of the line.
    fn look(&mut self, help: &str) -> Result<Vec<String>, Fault> {
        self.scan.blanks();
        let look = self.scan.take_while(|c| !matches!(c, ';' | '\n'));
        let text = self.scan.slice(&look);
        let odd = |c: char| !is_word(c) && !is_space(c) && !matches!(c, ':' | ',' | '#' | '%');
        let first = text.split(':').next().unwrap_or_default();
        if text.is_empty() || first.contains(odd) {
            self.scan.at = look.start + first.find(odd).unwrap_or_default();
            return Err(self.scan.due("properties", help));
        }
        Ok(styles(text))
    }

    fn annotation(&mut self) -> Result<String, Fault> {
        const HELP: &str = "Write one word between `<<` and `>>`, such as `<<interface>>`.";
        let word = self.part(HELP)?;
        self.scan.blanks();
        if !self.scan.eat(">>") {
            return Err(self.scan.due("`>>`", HELP));
        }
        Ok(word)
    }

    /// `["Title"]`
    fn title(&mut self) -> Result<Option<String>, Fault> {
        const HELP: &str = "Write a title as `[\"Title\"]`.";
        self.scan.blanks();
        if !self.scan.eat("[") {
            return Ok(None);
        }
        let title = string(&mut self.scan, HELP)?;
        self.scan.blanks();
        if !self.scan.eat("]") {
            return Err(self.scan.due("`]`", HELP));
        }
        Ok(Some(title))
    }

    fn namespace(&mut self) -> Done {
        let name = self.name(Mode::Class)?;
        let title = self.title()?;
        self.scan.blanks();
        if !self.scan.eat("{") {
            return Err(self.scan.due("`{`", "Write `namespace Name {` on one line."));
        }
        self.build.open(&name.id, title.as_deref(), &name.at);
        Ok(())
    }

    fn class(&mut self) -> Done {
        let name = self.name(Mode::Class)?;
        let title = self.title()?;
        let index = self.build.class(&name);
        let namespace = self.build.namespace();
        self.build.with(index, |class| {
            class.namespace = namespace.or(class.namespace);
            if let Some(title) = title {
                class.label = title;
            }
        });
        self.scan.blanks();
        let styled = self.scan.eat(":::");
        if styled {
            let look = self.part(CLASS)?;
            self.build.with(index, |class| class.classes.push(look));
        } else if self.scan.eat("<<") {
            let annotation = self.annotation()?;
            self.build.with(index, |class| class.annotations.push(annotation));
        }
        self.scan.blanks();
        if !self.scan.eat("{") {
            return Ok(());
        }
        let mut empty = true;
        loop {
            if self.scan.eat("\n") {
                continue;
            }
            if self.scan.starts("{") || self.scan.done() {
                return Err(self.scan.due("a member or `}`", "Close the class with `}`; no member has braces."));
            }
            if self.scan.starts("}") {
                if styled && empty {
                    return Err(self.scan.due("a member", "Leave `{` and `}` out where there is no member."));
                }
                self.scan.take(1);
                return Ok(());
            }
            let line = self.scan.take_while(|c| !matches!(c, '{' | '}' | '\n'));
            empty = false;
            let text = self.scan.slice(&line);
            let start = line.start + text.len() - text.trim_start().len();
            self.build.member(index, text, start..start + text.trim().len())?;
        }
    }

    fn note(&mut self, of: Option<usize>) -> Done {
        const HELP: &str = "Write `note \"text\"` or `note for A \"text\"`.";
        self.scan.blanks();
        let start = self.scan.at;
        let text = string(&mut self.scan, HELP)?;
        let at = start..self.scan.at;
        // Its lines may be written as such, or with `\n`.
        let text = text.replace("\\n", "\n");
        self.build.chart.notes.push(Note { of, text, namespace: self.build.namespace(), at });
        Ok(())
    }

    /// Behind `click`, `link` and `callback`.
    fn click(&mut self) -> Done {
        const HELP: &str = "Write `click A href \"address\" \"tooltip\"` or `click A call name() \"tooltip\"`.";
        let word = self.scan.text[..self.scan.at].ends_with("click");
        let link = self.scan.text[..self.scan.at].ends_with("link");
        let name = self.name(Mode::Statement)?;
        self.scan.blanks();
        let href = word && self.scan.word("href");
        let mut address = None;
        if word && !href {
            if !self.scan.word_and_blank("call") {
                return Err(self.scan.due("`href` or `call`", HELP));
            }
            self.scan.take_while(|c| c != '(');
            if !self.scan.eat("(") || self.scan.until(")").is_none() {
                return Err(self.scan.due("`(` and `)`", HELP));
            }
        } else {
            address = Some(string(&mut self.scan, HELP)?).filter(|_| href || link);
        }
        self.scan.blanks();
        let tooltip = if self.scan.starts("\"") { Some(string(&mut self.scan, HELP)?) } else { None };
        self.scan.blanks();
        if href || link {
            let _there = ["_self", "_blank", "_parent", "_top"].into_iter().any(|target| self.scan.word(target));
        }
        if !href && !link {
            self.build.chart.calls.push(name.at.clone());
        }
        if let Some(index) = self.build.known(&name.id) {
            self.build.with(index, |class| {
                class.link = address.or(class.link.take());
                class.tooltip = tooltip.or(class.tooltip.take());
            });
        }
        Ok(())
    }
}
