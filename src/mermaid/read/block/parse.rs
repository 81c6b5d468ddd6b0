//! Text -> statements, by the rules of the official lexer and grammar.

use super::super::fault::Fault;
use super::super::flowchart::Shape;
use super::super::label;
use super::super::scan::{is_space, is_word};
use super::super::scanner::Scanner;
use super::super::style::{ClassDef, names, styles};
use super::{Block, BlockKind, Blocks, Link, link};
use crate::base::Direction;
use crate::base::text::short;
use std::collections::BTreeMap;
use std::ops::Range;

type Done = Result<(), Fault>;

const STATEMENT: &str = "Write `a[\"Text\"]:2`, `space`, `columns 3`, `block:id` or `a --> b`; texts are in quotes.";
const LINK: &str = "Write `a --> b` or `a -- \"text\" --> b`.";

/// Openings, the longest first.
const OPEN: [&str; 17] =
    ["(((", "))", ")", "-)", "(-", "((", "{{", "{", ">", "([", "(", "[[", "[|", "[(", "[\\", "[/", "["];
/// Ends in the order of the official rules.
const CLOSE: [&str; 17] =
    ["(((", ")))", "))", "}}", "}", "(-", "-)", "((", "]]", "(", "])", "\\]", "/]", ")]", ")", "]>", "]"];

struct Parser<'a> {
    scan: Scanner<'a>,
    chart: Blocks,
    blocks: BTreeMap<String, usize>,
    /// Frames that are open, and whether something stands in them.
    open: Vec<(usize, bool)>,
}

/// A node as it was written.
struct Node {
    id: String,
    at: Range<usize>,
    label: Option<String>,
    kind: Option<BlockKind>,
}

/// Reads a block diagram.
pub(in super::super) fn read(text: &str) -> Result<Blocks, Fault> {
    let scan = Scanner::new(text);
    let mut parser = Parser { scan, chart: Blocks::default(), blocks: BTreeMap::new(), open: Vec::new() };
    if !parser.scan.word("block-beta") && (parser.scan.starts("block:") || !parser.scan.word("block")) {
        return Err(parser.scan.due("`block`", "Write `block` alone on the first line."));
    }
    let mut empty = true;
    loop {
        parser.scan.spaces();
        if parser.scan.done() {
            if !parser.open.is_empty() {
                return Err(parser.scan.due_at_end("`end`", "Close the block with a line `end`."));
            }
            if empty {
                return Err(parser.scan.due_at_end("a statement", STATEMENT));
            }
            return Ok(parser.chart);
        }
        if parser.open.last().is_some_and(|open| open.1) && parser.scan.word("end") {
            parser.open.pop();
            continue;
        }
        empty = false;
        let opened = parser.statement()?;
        if let Some(open) = parser.open.last_mut().filter(|_| !opened) {
            open.1 = true;
        }
    }
}

impl Parser<'_> {
    /// Reads a statement: whether it opened a frame.
    fn statement(&mut self) -> Result<bool, Fault> {
        let start = self.scan.at;
        if self.scan.eat("block:") {
            let node = self.sized(BlockKind::Frame(None))?;
            self.mark_open();
            self.open.push((node, false));
            return Ok(true);
        }
        if self.scan.word("block-beta") || self.scan.word("block") {
            let at = start..self.scan.at;
            let index = self.push(String::new(), String::new(), BlockKind::Frame(None), at);
            self.mark_open();
            self.open.push((index, false));
            return Ok(true);
        }
        if self.columns() {
            return Ok(false);
        }
        if self.scan.word("space") {
            let width = self.size().unwrap_or(1);
            let at = start..self.scan.at;
            let index = self.push(String::new(), String::new(), BlockKind::Space, at);
            self.with(index, |block| block.width = width);
            return Ok(false);
        }
        if self.blank_behind("classDef") {
            const HELP: &str = "Write `classDef name fill:#f00`.";
            let name = self.scan.take_while(is_word);
            if name.is_empty() || !self.scan.next_is(is_space) {
                return Err(self.scan.due("the name of a class", HELP));
            }
            self.scan.spaces();
            let look = self.scan.line();
            let (name, styles) = (self.scan.slice(&name).to_owned(), styles(self.scan.slice(&look)));
            self.chart.class_defs.push(ClassDef { name, styles });
            return Ok(false);
        }
        for word in ["class", "style"] {
            if self.blank_behind(word) {
                self.look(word == "class")?;
                return Ok(false);
            }
        }
        let first = self.sized(BlockKind::Node(Shape::Plain))?;
        self.links(first)?;
        Ok(false)
    }

    fn mark_open(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.1 = true;
        }
    }

    fn blank_behind(&mut self, word: &'static str) -> bool {
        let before = self.scan.at;
        if self.scan.eat(word) && self.scan.next_is(is_space) {
            self.scan.spaces();
            return true;
        }
        self.scan.at = before;
        false
    }

    /// `columns 3` or `columns auto`
    fn columns(&mut self) -> bool {
        let before = self.scan.at;
        if self.blank_behind("columns") {
            let auto = self.scan.word("auto");
            let digits = self.scan.take_while(|c| c.is_ascii_digit());
            if auto || !digits.is_empty() {
                let count = self.scan.slice(&digits).parse().ok().filter(|count| *count > 0);
                match self.open.last().map(|open| open.0) {
                    None => self.chart.columns = count,
                    Some(index) => self.with(index, |block| block.kind = BlockKind::Frame(count)),
                }
                return true;
            }
        }
        self.scan.at = before;
        false
    }

    /// `:2`
    fn size(&mut self) -> Option<usize> {
        let before = self.scan.at;
        if self.scan.eat(":") {
            let digits = self.scan.take_while(|c| c.is_ascii_digit());
            if !digits.is_empty() {
                return self.scan.slice(&digits).parse().ok().map(|width: usize| width.max(1));
            }
        }
        self.scan.at = before;
        None
    }

    /// Behind `class` or `style`.
    fn look(&mut self, class: bool) -> Done {
        let start = self.scan.at;
        loop {
            if self.scan.take_while(is_word).is_empty() {
                return Err(self.scan.due("blocks", "Write `class a,b name` or `style a fill:#f00`."));
            }
            let behind = self.scan.at;
            self.scan.eat(",");
            self.scan.spaces();
            if self.scan.at == behind || !self.scan.text[behind..].starts_with(',') {
                self.scan.at = behind;
                break;
            }
        }
        let ids = start..self.scan.at;
        let line = self.scan.line();
        let said = self.scan.slice(&line).trim();
        for name in names(self.scan.slice(&ids)) {
            if let Some(&index) = self.blocks.get(name) {
                self.with(index, |block| {
                    if class {
                        block.classes.push(said.to_owned());
                    } else {
                        block.styles.extend(styles(said));
                    }
                });
            } else if !class {
                let message = format!("There is no block `{}` above.", short(name));
                return Err(Fault::new(ids, message, "Write `style` below the block."));
            }
        }
        Ok(())
    }

    fn push(&mut self, id: String, label: String, kind: BlockKind, at: Range<usize>) -> usize {
        let parent = self.open.last().map(|open| open.0);
        let (classes, styles) = (Vec::new(), Vec::new());
        self.chart.blocks.push(Block { id, label, kind, width: 1, parent, classes, styles, at });
        self.chart.blocks.len() - 1
    }

    fn with(&mut self, index: usize, change: impl FnOnce(&mut Block)) {
        if let Some(block) = self.chart.blocks.get_mut(index) {
            change(block);
        }
    }

    /// A node is named: the first time it takes its place.
    fn place(&mut self, node: Node, kind: BlockKind) -> usize {
        if let Some(&index) = self.blocks.get(&node.id) {
            self.with(index, |block| {
                block.label = node.label.unwrap_or(std::mem::take(&mut block.label));
                if let Some(kind) = node.kind.filter(|_| !matches!(block.kind, BlockKind::Frame(_))) {
                    block.kind = kind;
                }
            });
            return index;
        }
        let frame = matches!(kind, BlockKind::Frame(_));
        let label = node.label.unwrap_or_else(|| if frame { String::new() } else { label::shown(&node.id) });
        let kind = node.kind.filter(|_| !frame).unwrap_or(kind);
        let index = self.push(node.id.clone(), label, kind, node.at);
        self.blocks.insert(node.id, index);
        index
    }

    /// A node with how many columns it takes.
    fn sized(&mut self, kind: BlockKind) -> Result<usize, Fault> {
        let node = self.node()?;
        let is_new = !self.blocks.contains_key(&node.id);
        let index = self.place(node, kind);
        self.scan.blanks();
        // A block that has its place keeps it.
        if let Some(width) = self.size().filter(|_| is_new) {
            self.with(index, |block| block.width = width);
        }
        Ok(index)
    }

    fn node(&mut self) -> Result<Node, Fault> {
        let rest = self.scan.rest();
        let length = rest.find(|c| is_space(c) || "([-){}<>:=".contains(c)).unwrap_or(rest.len());
        let words = ["end", "space", "default", "linkStyle", "interpolate", "block", "block-beta"];
        if length == 0 || rest.starts_with('"') || words.contains(&&rest[..super::super::scan::word(rest)]) {
            return Err(self.scan.due("a block", STATEMENT));
        }
        let at = self.scan.take(length);
        let mut node = Node { id: rest[..length].to_owned(), at, label: None, kind: None };
        let before = self.scan.at;
        self.scan.spaces();
        if self.scan.eat("<[") {
            let text = self.text()?;
            self.scan.spaces();
            if !self.scan.eat("]>") {
                return Err(self.scan.due("`]>`", "Write an arrow as `a<[\"Text\"]>(right)`."));
            }
            self.scan.spaces();
            node.kind = Some(BlockKind::Arrow(self.directions()?));
            node.label = Some(text);
        } else if let Some(open) = OPEN.into_iter().find(|sign| self.scan.eat(sign)) {
            let text = self.text()?;
            let Some(close) = CLOSE.into_iter().find(|sign| self.scan.eat(sign)) else {
                return Err(self.scan.due("the end of the text", STATEMENT));
            };
            node.kind = Some(BlockKind::Node(shape(open, close)));
            node.label = Some(text);
        } else {
            self.scan.at = before;
        }
        Ok(node)
    }

    /// A text in quotes.
    fn text(&mut self) -> Result<String, Fault> {
        let before = self.scan.at;
        let text = if self.scan.eat("\"") { self.scan.until("\"") } else { None };
        let Some(text) = text.filter(|text| !text.is_empty()) else {
            self.scan.at = before;
            return Err(self.scan.due("a text in quotes", STATEMENT));
        };
        Ok(label::shown(self.scan.slice(&text)))
    }

    /// `(right, down)`
    fn directions(&mut self) -> Result<Vec<Direction>, Fault> {
        const HELP: &str = "Write one of right, left, up, down, x and y.";
        const SIDES: [(&str, &[Direction]); 6] = [
            ("right", &[Direction::Right]),
            ("left", &[Direction::Left]),
            ("up", &[Direction::Up]),
            ("down", &[Direction::Down]),
            ("x", &[Direction::Left, Direction::Right]),
            ("y", &[Direction::Up, Direction::Down]),
        ];
        let mut all = Vec::new();
        if !self.scan.eat("(") {
            return Err(self.scan.due("`(` and a direction", HELP));
        }
        loop {
            self.scan.spaces();
            if self.scan.starts(")") && !all.is_empty() {
                self.scan.take(1);
                return Ok(all);
            }
            self.scan.eat(",");
            self.scan.spaces();
            let Some((_, sides)) = SIDES.into_iter().find(|(word, _)| self.scan.eat(word)) else {
                return Err(self.scan.due("a direction", HELP));
            };
            all.extend(sides);
        }
    }

    /// Links behind a node, and the nodes at their ends.
    fn links(&mut self, mut from: usize) -> Done {
        loop {
            let before = self.scan.at;
            self.scan.spaces();
            let start = self.scan.at;
            let rest = self.scan.rest();
            let (tail, mut text) = (rest, String::new());
            let arrow = if let Some(length) = link::whole(rest) {
                self.scan.take(length)
            } else if let Some(length) = link::start(rest) {
                self.scan.take(length);
                self.scan.spaces();
                text = self.text()?;
                self.scan.spaces();
                let Some(length) = link::whole(self.scan.rest()) else { return Err(self.scan.due("`-->`", LINK)) };
                self.scan.take(length)
            } else {
                self.scan.at = before;
                return Ok(());
            };
            let (stroke, tail, head) = link::look(tail, self.scan.slice(&arrow));
            let at = start..self.scan.at;
            self.scan.spaces();
            let node = self.node()?;
            let to = self.place(node, BlockKind::Node(Shape::Plain));
            let id = |index: usize| self.chart.blocks.get(index).map(|block| block.id.clone()).unwrap_or_default();
            let (from_id, to_id) = (id(from), id(to));
            self.chart.links.push(Link { from: from_id, to: to_id, label: text, stroke, tail, head, at });
            from = to;
        }
    }
}

fn shape(open: &str, close: &str) -> Shape {
    match (open, close) {
        ("(", ")") => Shape::Round,
        ("((", "))") => Shape::Circle,
        ("(((", ")))") => Shape::DoubleCircle,
        (">", "]") => Shape::Flag,
        ("{", "}") => Shape::Diamond,
        ("{{", "}}") => Shape::Hexagon,
        ("([", "])") => Shape::Stadium,
        ("[[", "]]") => Shape::Subroutine,
        ("[(", ")]") => Shape::Cylinder,
        ("(-", "-)") => Shape::Ellipse,
        ("[/", "/]") => Shape::LeanRight,
        ("[\\", "\\]") => Shape::LeanLeft,
        ("[/", "\\]") => Shape::Trapezoid,
        ("[\\", "/]") => Shape::InverseTrapezoid,
        _ => Shape::Box,
    }
}
