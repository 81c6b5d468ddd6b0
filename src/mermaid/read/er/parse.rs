//! Tokens -> entities and relations, by the official grammar.

use super::super::cursor::{Cursor, Token};
use super::super::fault::Fault;
use super::super::label;
use super::super::style::ClassDef;
use super::lex::{Kind, Lexer};
use super::{Attribute, Entity, Er, Relation};
use std::collections::BTreeMap;
use std::ops::Range;

struct Parser<'a> {
    cursor: Cursor<'a, Lexer<'a>>,
    chart: Er,
    entities: BTreeMap<String, usize>,
    /// How many subgraphs are open.
    depth: usize,
}

type Done = Result<(), Fault>;

const STATEMENT: &str = "Write `CUSTOMER ||--o{ ORDER : places`, or `CUSTOMER { string name PK }`; a name with other characters than letters, digits, `-`, `.` and `_` in quotes.";
const ATTRIBUTE: &str = "Write one attribute a line: `type name PK, FK \"comment\"`.";

/// Reads an entity relationship diagram.
pub(in super::super) fn read(text: &str) -> Result<Er, Fault> {
    let cursor = Cursor::new(text, Lexer::new(text));
    let mut parser = Parser { cursor, chart: Er::default(), entities: BTreeMap::new(), depth: 0 };
    parser.cursor.expect(Kind::Diagram, "`erDiagram`", "Write `erDiagram` alone on the first line.")?;
    parser.document()?;
    Ok(parser.chart)
}

const fn in_name(kind: Kind) -> bool {
    matches!(kind, Kind::Name | Kind::Text | Kind::Number | Kind::Decimal | Kind::Single)
}

impl Parser<'_> {
    fn document(&mut self) -> Done {
        loop {
            match self.cursor.token.kind {
                Kind::Newline | Kind::TextLines => {
                    self.cursor.next();
                }
                Kind::TextKey => {
                    self.cursor.next();
                    self.cursor.next();
                }
                Kind::Direction(direction) => {
                    self.cursor.next();
                    if self.depth == 0 {
                        self.chart.direction = Some(direction);
                    }
                }
                Kind::Finish if self.depth > 0 => {
                    return Err(self.cursor.unexpected("`end`", "Close the subgraph with a line `end`."));
                }
                Kind::Finish => return Ok(()),
                Kind::End if self.depth > 0 => {
                    self.cursor.next();
                    self.depth -= 1;
                }
                Kind::Subgraph => self.subgraph()?,
                Kind::ClassDef | Kind::Style => self.style()?,
                Kind::Class => {
                    const HELP: &str = "Write `class ENTITY name`.";
                    self.cursor.next();
                    let (entities, classes) = (self.ids(HELP)?, self.ids(HELP)?);
                    for at in self.known(&entities) {
                        self.chart.entities[at].classes.extend(classes.iter().cloned());
                    }
                }
                kind if in_name(kind) => self.entity()?,
                _ => return Err(self.cursor.unexpected("a statement", STATEMENT)),
            }
        }
    }

    fn separator(&mut self) -> Done {
        match self.cursor.token.kind {
            Kind::Semicolon | Kind::Newline => {
                self.cursor.next();
                Ok(())
            }
            Kind::Finish => Ok(()),
            _ => Err(self.cursor.unexpected("the end of the line", "Write one statement a line.")),
        }
    }

    fn subgraph(&mut self) -> Done {
        const HELP: &str = "Write `subgraph NAME` or `subgraph NAME[\"Title\"]`.";
        self.cursor.next();
        let (_, at) = self.name(HELP)?;
        self.chart.subgraphs.push(at);
        if self.cursor.eat(Kind::SquareOpen) {
            self.name(HELP)?;
            while in_name(self.cursor.token.kind) {
                self.cursor.next();
            }
            self.cursor.expect(Kind::SquareClose, "`]`", HELP)?;
        }
        self.separator()?;
        self.depth += 1;
        Ok(())
    }

    /// `a,b`
    fn ids(&mut self, help: &str) -> Result<Vec<String>, Fault> {
        let mut ids = Vec::new();
        loop {
            if !matches!(self.cursor.token.kind, Kind::Text | Kind::StyleText) {
                return Err(self.cursor.unexpected("a name", help));
            }
            let token = self.cursor.next();
            ids.push(self.words(&token).trim().to_owned());
            if !self.cursor.eat(Kind::Comma) {
                return Ok(ids);
            }
        }
    }

    /// Those of some entities that there are already.
    fn known(&self, ids: &[String]) -> Vec<usize> {
        ids.iter().filter_map(|id| self.entities.get(id).copied()).collect()
    }

    fn style(&mut self) -> Done {
        const HELP: &str = "Write `classDef name fill:#eee,stroke:#333` or `style ENTITY fill:#eee`.";
        let defines = self.cursor.is(Kind::ClassDef);
        self.cursor.next();
        let ids = self.ids(HELP)?;
        let mut styles = Vec::new();
        loop {
            let part = |kind| matches!(kind, Kind::StyleText | Kind::Number | Kind::Colon | Kind::Hash);
            let at = self.cursor.while_of(part);
            if at.is_empty() {
                return Err(self.cursor.unexpected("a style", HELP));
            }
            styles.push(self.cursor.slice(&at).trim().to_owned());
            if !self.cursor.eat(Kind::Comma) {
                break;
            }
        }
        if defines {
            let defs = ids.into_iter().map(|name| ClassDef { name, styles: styles.clone() });
            self.chart.class_defs.extend(defs);
        } else {
            for at in self.known(&ids) {
                self.chart.entities[at].styles.extend(styles.iter().cloned());
            }
        }
        self.separator()
    }

    fn name(&mut self, help: &str) -> Result<(String, Range<usize>), Fault> {
        if !in_name(self.cursor.token.kind) {
            return Err(self.cursor.unexpected("the name of an entity", help));
        }
        let token = self.cursor.next();
        Ok((self.words(&token), token.at))
    }

    /// Without its quotes.
    fn words(&self, token: &Token<Kind>) -> String {
        self.cursor.slice(&token.at).replace('"', "")
    }

    fn named(&mut self, id: &str, at: &Range<usize>) -> usize {
        let next = self.chart.entities.len();
        let index = *self.entities.entry(id.to_owned()).or_insert(next);
        if index == next {
            let (id, label) = (id.to_owned(), label::shown(id));
            let (classes, styles) = (Vec::new(), Vec::new());
            self.chart.entities.push(Entity { id, label, attributes: Vec::new(), classes, styles, at: at.clone() });
        }
        index
    }

    fn entity(&mut self) -> Done {
        let (id, at) = self.name(STATEMENT)?;
        if self.cursor.eat(Kind::SquareOpen) {
            const HELP: &str = "Write an alias as `CUSTOMER[\"Customer\"]`.";
            let (alias, _) = self.name(HELP)?;
            self.cursor.expect(Kind::SquareClose, "`]`", HELP)?;
            let index = self.named(&id, &at);
            // The first alias stays.
            if let Some(entity) = self.chart.entities.get_mut(index).filter(|e| e.label == label::shown(&id)) {
                entity.label = label::shown(&alias);
            }
            let classes = self.classes()?;
            return self.block(&id, &at, classes);
        }
        let classes = self.classes()?;
        if !matches!(self.cursor.token.kind, Kind::Count(_)) {
            return self.block(&id, &at, classes);
        }
        let left_count = self.count()?;
        let identifying = match self.cursor.token.kind {
            Kind::Identifying => true,
            Kind::NonIdentifying => false,
            _ => return Err(self.cursor.unexpected("`--` or `..`", STATEMENT)),
        };
        self.cursor.next();
        let right_count = self.count()?;
        let (right, place) = self.name(STATEMENT)?;
        let right_classes = self.classes()?;
        self.cursor.expect(Kind::Colon, "`:` and a label", STATEMENT)?;
        if !matches!(self.cursor.token.kind, Kind::Quoted | Kind::Name | Kind::Text) {
            return Err(self.cursor.unexpected("a label", "Write one word, or a text in quotes, behind the `:`."));
        }
        let token = self.cursor.next();
        let label = label::shown(&self.words(&token));
        let whole = at.start..token.at.end;
        for (id, at, classes) in [(&id, &at, classes), (&right, &place, right_classes)] {
            let index = self.named(id, at);
            self.chart.entities[index].classes.extend(classes);
        }
        self.chart.relations.push(Relation { left: id, right, left_count, right_count, identifying, label, at: whole });
        Ok(())
    }

    fn count(&mut self) -> Result<super::Cardinality, Fault> {
        const HELP: &str = "Write one of `||`, `|o`, `}|`, `}o` at the left and `||`, `o|`, `|{`, `o{` at the right.";
        let Kind::Count(count) = self.cursor.token.kind else {
            return Err(self.cursor.unexpected("a cardinality", HELP));
        };
        self.cursor.next();
        Ok(count)
    }

    fn classes(&mut self) -> Result<Vec<String>, Fault> {
        if self.cursor.eat(Kind::ClassMark) { self.ids("Write `ENTITY:::name`.") } else { Ok(Vec::new()) }
    }

    /// The attributes of an entity, if it has any here.
    fn block(&mut self, id: &str, at: &Range<usize>, classes: Vec<String>) -> Done {
        let index = self.named(id, at);
        self.chart.entities[index].classes.extend(classes);
        if !self.cursor.eat(Kind::BlockOpen) {
            return Ok(());
        }
        while !self.cursor.eat(Kind::BlockClose) {
            let kind = self.cursor.expect(Kind::Word, "the type of an attribute", ATTRIBUTE)?;
            let optional = self.cursor.eat(Kind::Question);
            let name = self.cursor.expect(Kind::Word, "the name of the attribute", ATTRIBUTE)?;
            let mut keys = Vec::new();
            while let Kind::Key(key) = self.cursor.token.kind {
                self.cursor.next();
                keys.push(key);
                if !self.cursor.eat(Kind::Comma) {
                    break;
                }
                if !matches!(self.cursor.token.kind, Kind::Key(_)) {
                    return Err(self.cursor.unexpected("a key", ATTRIBUTE));
                }
            }
            let comment = if self.cursor.is(Kind::Comment) {
                let token = self.cursor.next();
                label::shown(&self.words(&token))
            } else {
                String::new()
            };
            let attribute = Attribute {
                kind: self.cursor.slice(&kind.at).to_owned() + if optional { "?" } else { "" },
                name: self.cursor.slice(&name.at).to_owned(),
                keys,
                comment,
                at: kind.at.start..name.at.end,
            };
            if let Some(entity) = self.chart.entities.get_mut(index) {
                entity.attributes.push(attribute);
            }
        }
        Ok(())
    }
}
