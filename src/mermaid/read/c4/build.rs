//! What a call of a macro adds to the diagram.

use super::{Boundary, C4, Element, ElementKind, Form, Relation};
use crate::base::Direction;
use std::collections::BTreeMap;
use std::ops::Range;

/// The values of a call: by their place, and by the name behind `$`.
#[derive(Default)]
pub(super) struct Values {
    pub(super) placed: Vec<String>,
    pub(super) named: Vec<(String, String)>,
}

impl Values {
    fn at(&self, place: usize) -> String {
        self.placed.get(place).cloned().unwrap_or_default()
    }

    fn named(&self, name: &str) -> Option<String> {
        self.named.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
    }

    /// By place or by name; none where it is empty.
    fn get(&self, place: usize, name: &str) -> Option<String> {
        Some(self.at(place)).filter(|value| !value.is_empty()).or_else(|| self.named(name))
    }
}

#[derive(Default)]
pub(super) struct Build {
    pub(super) chart: C4,
    elements: BTreeMap<String, usize>,
    boundaries: BTreeMap<String, usize>,
    /// The first relation between two.
    relations: BTreeMap<(String, String), usize>,
    pub(super) open: Vec<usize>,
}

impl Build {
    /// Whether `word` is a macro, which is applied then. One that opens a boundary is none here.
    pub(super) fn call(&mut self, word: &str, values: &Values, at: Range<usize>) -> bool {
        match word {
            "UpdateElementStyle" => self.element_style(values),
            "UpdateRelStyle" => self.relation_style(values),
            "UpdateLayoutConfig" => {
                self.chart.per_row = values.get(0, "c4ShapeInRow").and_then(|count| count.parse().ok());
                self.chart.rows = Some(at);
            }
            _ => return self.relation(word, values, at.clone()) || self.element(word, values, at),
        }
        true
    }

    fn element(&mut self, word: &str, values: &Values, at: Range<usize>) -> bool {
        let (word, external) = word.strip_suffix("_Ext").map_or((word, false), |word| (word, true));
        let forms = [("Db", Form::Database), ("Queue", Form::Queue)];
        let form = forms.into_iter().find_map(|(end, form)| word.strip_suffix(end).map(|word| (word, form)));
        let (word, form) = form.unwrap_or((word, Form::Box));
        let kind = match word {
            "Person" if form == Form::Box => ElementKind::Person,
            "System" => ElementKind::System,
            "Container" => ElementKind::Container,
            "Component" => ElementKind::Component,
            _ => return false,
        };
        // Containers and components have their technology before what they are for.
        let technical = matches!(kind, ElementKind::Container | ElementKind::Component);
        let shift = usize::from(technical);
        let element = Element {
            alias: values.at(0),
            kind,
            form,
            external,
            label: values.get(1, "label").unwrap_or_default(),
            technology: if technical { values.get(2, "techn") } else { None },
            description: values.get(2 + shift, "descr"),
            signed: values.get(3 + shift, "sprite").or(values.get(4 + shift, "tags")).is_some(),
            link: values.get(5 + shift, "link"),
            parent: self.open.last().copied(),
            styles: Vec::new(),
            at,
        };
        // The last of an alias counts.
        if let Some(old) = self.elements.get(&element.alias).and_then(|index| self.chart.elements.get_mut(*index)) {
            *old = element;
        } else {
            self.elements.insert(element.alias.clone(), self.chart.elements.len());
            self.chart.elements.push(element);
        }
        true
    }

    fn relation(&mut self, word: &str, values: &Values, at: Range<usize>) -> bool {
        let direction = match word {
            "Rel_U" | "Rel_Up" => Some(Direction::Up),
            "Rel_D" | "Rel_Down" => Some(Direction::Down),
            "Rel_L" | "Rel_Left" => Some(Direction::Left),
            "Rel_R" | "Rel_Right" => Some(Direction::Right),
            "Rel" | "BiRel" | "Rel_Back" | "RelIndex" => None,
            _ => return false,
        };
        // The number comes first; hosts count by themselves.
        let first = usize::from(word == "RelIndex");
        let (from, to) = (values.at(first), values.at(first + 1));
        self.relations.entry((from.clone(), to.clone())).or_insert(self.chart.relations.len());
        self.chart.relations.push(Relation {
            from,
            to,
            label: values.get(first + 2, "label").unwrap_or_default(),
            technology: values.get(first + 3, "techn"),
            description: values.get(first + 4, "descr"),
            both: word == "BiRel",
            back: word == "Rel_Back",
            direction,
            styles: Vec::new(),
            at,
        });
        true
    }

    /// Whether `word` is a boundary, which is open then.
    pub(super) fn boundary(&mut self, word: &str, values: &Values, at: Range<usize>) -> bool {
        let node = matches!(word, "Deployment_Node" | "Node" | "Node_L" | "Node_R");
        let kind = match word {
            "Enterprise_Boundary" => "enterprise",
            "System_Boundary" => "system",
            "Container_Boundary" => "container",
            "Boundary" => "boundary",
            _ if node => "node",
            _ => return false,
        };
        let typed = node || kind == "boundary";
        let own = if typed { values.get(2, "type") } else { None };
        let boundary = Boundary {
            alias: values.at(0),
            label: values.get(1, "label").unwrap_or_default(),
            kind: own.unwrap_or_else(|| kind.to_owned()),
            description: if node { values.get(3, "descr") } else { None },
            link: values.get(if node { 6 } else { 3 + usize::from(typed) }, "link"),
            parent: self.open.last().copied(),
            styles: Vec::new(),
            at,
        };
        self.boundaries.entry(boundary.alias.clone()).or_insert(self.chart.boundaries.len());
        self.open.push(self.chart.boundaries.len());
        self.chart.boundaries.push(boundary);
        true
    }

    fn element_style(&mut self, values: &Values) {
        const NAMES: [&str; 9] = [
            "bgColor",
            "fontColor",
            "borderColor",
            "shadowing",
            "shape",
            "sprite",
            "techn",
            "legendText",
            "legendSprite",
        ];
        let styles = styles(values, 1, &NAMES);
        let name = values.at(0);
        if let Some(element) = self.elements.get(&name).and_then(|index| self.chart.elements.get_mut(*index)) {
            element.styles.extend(styles);
        } else if let Some(found) = self.boundaries.get(&name).and_then(|index| self.chart.boundaries.get_mut(*index)) {
            found.styles.extend(styles);
        }
    }

    fn relation_style(&mut self, values: &Values) {
        const NAMES: [&str; 4] = ["textColor", "lineColor", "offsetX", "offsetY"];
        let key = (values.at(0), values.at(1));
        if let Some(relation) = self.relations.get(&key).and_then(|index| self.chart.relations.get_mut(*index)) {
            relation.styles.extend(styles(values, 2, &NAMES));
        }
    }
}

fn styles(values: &Values, first: usize, names: &[&str]) -> Vec<(String, String)> {
    let all = names.iter().enumerate();
    all.filter_map(|(place, name)| Some(((*name).to_owned(), values.get(first + place, name)?))).collect()
}
