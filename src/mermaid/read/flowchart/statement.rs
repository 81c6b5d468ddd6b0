//! Statements about looks: styles, classes, clicks. They are checked; of what they say, classes are kept.

use super::super::fault::Fault;
use super::super::label;
use super::parse::Parser;
use super::token::Kind;
use super::{Click, LinkStyle, Property};

type Done = Result<(), Fault>;

impl Parser<'_> {
    pub(super) fn style(&mut self) -> Done {
        const HELP: &str = "Write `style id fill:#eee,stroke:#333`.";
        self.cursor.next();
        self.expect(Kind::Space, "a blank", HELP)?;
        let at = self.id()?;
        self.expect(Kind::Space, "a blank", HELP)?;
        let style = self.styles(HELP)?;
        let id = self.cursor.slice(&at).to_owned();
        self.build.style(&id, &at, style);
        self.separator()
    }

    pub(super) fn class_definition(&mut self) -> Done {
        const HELP: &str = "Write `classDef name fill:#eee,stroke:#333`.";
        self.cursor.next();
        self.expect(Kind::Space, "a blank", HELP)?;
        let names = self.id()?;
        self.expect(Kind::Space, "a style", HELP)?;
        let style = self.styles(HELP)?;
        self.build.define(self.cursor.slice(&names), &style);
        self.separator()
    }

    pub(super) fn class(&mut self) -> Done {
        const HELP: &str = "Write `class a,b name`, with one blank at each place and none at the end.";
        self.cursor.next();
        self.expect(Kind::Space, "a blank", HELP)?;
        let ids = self.id()?;
        self.expect(Kind::Space, "the name of a class", HELP)?;
        let class = self.id()?;
        self.build.class(self.cursor.slice(&ids), self.cursor.slice(&class));
        self.separator().map_err(|_| self.unexpected("the end of the line", HELP))
    }

    /// `fill:#eee,stroke:#333`: parts between commas, none of them empty.
    fn styles(&mut self, help: &str) -> Result<Vec<Property>, Fault> {
        let mut out = Vec::new();
        loop {
            let at = self.cursor.while_of(Kind::in_style);
            if at.is_empty() {
                return Err(self.unexpected("a style", help));
            }
            let written = self.cursor.slice(&at);
            let words = written.trim().trim_end_matches(';');
            let start = at.start + written.len() - written.trim_start().len();
            let (name, value) = words.split_once(':').unwrap_or((words, ""));
            let (name, value) = (name.trim().to_owned(), label::shown(value));
            out.push(Property { name, value, at: start..start + words.len() });
            if !self.cursor.eat(Kind::Comma) {
                return Ok(out);
            }
        }
    }

    pub(super) fn link_style(&mut self) -> Done {
        const HELP: &str = "Write `linkStyle 0,1 stroke:#333`, or `linkStyle default stroke:#333`.";
        let start = self.cursor.next().at.start;
        self.expect(Kind::Space, "a blank", HELP)?;
        let mut numbers = Vec::new();
        let all = self.cursor.eat(Kind::Default);
        let (mut curve, mut style) = (None, Vec::new());
        if !all {
            numbers.push(self.expect(Kind::Number, "the number of an edge", HELP)?);
            while self.cursor.eat(Kind::Comma) {
                numbers.push(self.expect(Kind::Number, "the number of an edge", HELP)?);
            }
        }
        self.expect(Kind::Space, "a style", HELP)?;
        if self.cursor.eat(Kind::Interpolate) {
            self.expect(Kind::Space, "a curve", HELP)?;
            let name = self.cursor.while_of(Kind::in_callback);
            if name.is_empty() {
                return Err(self.unexpected("a curve", HELP));
            }
            curve = Some(self.cursor.slice(&name).to_owned());
            if self.cursor.eat(Kind::Space) {
                style = self.styles(HELP)?;
            }
        } else {
            style = self.styles(HELP)?;
        }
        let at = start..self.cursor.token.at.start.max(start);
        let count = self.build.edge_count();
        if let Some(over) = numbers.iter().find(|n| self.cursor.slice(&n.at).parse::<usize>().is_ok_and(|n| n >= count))
        {
            return Err(Fault::new(
                over.at.clone(),
                format!("There is no edge {}: {count} stand above.", self.cursor.slice(&over.at)),
                "Count edges from 0, and style them below the last of them.",
            ));
        }
        let numbers = numbers.iter().filter_map(|number| self.cursor.slice(&number.at).parse().ok()).collect();
        self.build.link_style(LinkStyle { edges: (!all).then_some(numbers), curve, style, at });
        self.separator()
    }

    pub(super) fn click(&mut self) -> Done {
        const HELP: &str = "Write `click id href \"address\" \"tooltip\" _blank`, or `click id call name()`.";
        let start = self.cursor.next().at;
        let mut click =
            Click { ids: self.cursor.slice(&start).to_owned(), address: None, tooltip: None, at: start.clone() };
        match self.cursor.token.kind {
            Kind::CallName => {
                self.cursor.next();
                self.cursor.eat(Kind::CallArguments);
                if self.cursor.eat(Kind::Space) {
                    click.tooltip = Some(self.quoted("a tooltip", HELP)?);
                }
            }
            Kind::Href | Kind::Quoted => {
                self.cursor.eat(Kind::Href);
                click.address = Some(self.quoted("an address in quotes", HELP)?);
                if self.cursor.eat(Kind::Space) && !self.cursor.eat(Kind::Target) {
                    click.tooltip = Some(self.quoted("a tooltip in quotes", HELP)?);
                    if self.cursor.eat(Kind::Space) {
                        self.expect(Kind::Target, "a target", HELP)?;
                    }
                }
            }
            kind if kind.in_callback() => {
                self.cursor.while_of(Kind::in_callback);
                if self.cursor.eat(Kind::Space) {
                    click.tooltip = Some(self.quoted("a tooltip in quotes", HELP)?);
                }
            }
            _ => return Err(self.unexpected("an address or a callback", HELP)),
        }
        let words = self.cursor.text.get(start.start..self.cursor.token.at.start).unwrap_or_default();
        click.at = start.start..start.start + words.trim_end().len();
        self.build.click(click);
        self.separator()
    }

    fn quoted(&mut self, what: &str, help: &str) -> Result<String, Fault> {
        let token = self.expect(Kind::Quoted, what, help)?;
        Ok(label::shown(self.cursor.slice(&token.at)))
    }
}
