//! `radar-beta`: text -> axes and curves.

use super::fault::Fault;
use super::label;
use super::scanner::Scanner;
use super::terminals::{expect_string, hidden, hidden_lines, id, number, titled};
use std::ops::Range;

const HELP: &str = "Write `axis a[\"One\"], b[\"Two\"]`, `curve c[\"Name\"]{1, 2}` or `max 100`.";

/// What a radar chart says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Radar {
    /// What stands over it.
    pub title: Option<String>,
    /// Clockwise from the top.
    pub axes: Vec<Axis>,
    /// In the order of the text.
    pub curves: Vec<Curve>,
    /// Whether there is a legend.
    pub hide_legend: bool,
    /// The value at the rim: that of the largest value where there is none.
    pub max: Option<f64>,
    /// The value in the middle: 0 where there is none.
    pub min: Option<f64>,
    /// How many rings there are: 5 where there is none.
    pub ticks: Option<f64>,
    /// Whether rings have corners.
    pub polygon: bool,
}

/// An axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// Its name.
    pub id: String,
    /// What stands at its end.
    pub label: String,
    /// Its name.
    pub at: Range<usize>,
}

/// A curve.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// Its name.
    pub id: String,
    /// What the legend shows.
    pub label: String,
    /// One value for each axis.
    pub values: Vec<f64>,
    /// Its name.
    pub at: Range<usize>,
}

impl Radar {
    pub(super) fn each_place(&mut self, mut change: impl FnMut(&mut Range<usize>)) {
        self.axes.iter_mut().for_each(|axis| change(&mut axis.at));
        self.curves.iter_mut().for_each(|curve| change(&mut curve.at));
    }
}

/// Values of axes, by their names.
type ByName = Vec<(String, f64)>;

/// Reads a radar chart.
pub(super) fn read(text: &str) -> Result<Radar, Fault> {
    let mut scan = Scanner::new(text);
    let mut chart = Radar::default();
    if !scan.word("radar-beta") {
        return Err(scan.due("`radar-beta`", "Write `radar-beta` alone on the first line."));
    }
    hidden(&mut scan);
    scan.eat(":");
    // Curves whose values have names: those are put into the order of the axes at the end.
    let mut named: Vec<(usize, ByName)> = Vec::new();
    loop {
        hidden(&mut scan);
        if scan.done() {
            break;
        }
        if scan.eat("\n") || titled(&mut scan, &mut chart.title)? {
            continue;
        }
        if scan.word("axis") {
            list(&mut scan, |scan| {
                let (id, label, at) = name(scan)?;
                chart.axes.push(Axis { id, label, at });
                Ok(())
            })?;
        } else if scan.word("curve") {
            list(&mut scan, |scan| {
                let (id, label, at) = name(scan)?;
                let (values, by_name) = entries(scan)?;
                if !by_name.is_empty() {
                    named.push((chart.curves.len(), by_name));
                }
                chart.curves.push(Curve { id, label, values, at });
                Ok(())
            })?;
        } else {
            list(&mut scan, |scan| option(scan, &mut chart))?;
        }
    }
    let place: std::collections::BTreeMap<&str, usize> =
        chart.axes.iter().enumerate().map(|(i, axis)| (axis.id.as_str(), i)).collect();
    for (curve, values) in named {
        let Some(curve) = chart.curves.get_mut(curve) else { continue };
        let mut all = vec![None; place.len()];
        for (name, value) in values {
            // Hosts pass over a value of an axis that is not there.
            let Some(&axis) = place.get(name.as_str()) else { continue };
            all[axis] = Some(value);
        }
        curve.values = all.into_iter().flatten().collect();
        if curve.values.len() < place.len() {
            let message = "The curve has no value for one of the axes.";
            return Err(Fault::new(curve.at.clone(), message, "Write a value for each axis."));
        }
    }
    Ok(chart)
}

/// Some of one kind, with commas.
fn list<'a>(scan: &mut Scanner<'a>, mut each: impl FnMut(&mut Scanner<'a>) -> Result<(), Fault>) -> Result<(), Fault> {
    loop {
        hidden(scan);
        each(scan)?;
        hidden(scan);
        if !scan.eat(",") {
            return Ok(());
        }
    }
}

/// `a["Label"]`
fn name(scan: &mut Scanner) -> Result<(String, String, Range<usize>), Fault> {
    let Some(at) = id(scan, "-") else { return Err(scan.due("a name", HELP)) };
    let name = scan.slice(&at).to_owned();
    hidden(scan);
    let label = if scan.eat("[") {
        let label = expect_string(scan, HELP)?;
        hidden(scan);
        if !scan.eat("]") {
            return Err(scan.due("`]`", HELP));
        }
        label
    } else {
        label::shown(&name)
    };
    hidden(scan);
    Ok((name, label, at))
}

/// `{1, 2}` or `{a: 1, b: 2}`
fn entries(scan: &mut Scanner) -> Result<(Vec<f64>, ByName), Fault> {
    if !scan.eat("{") {
        return Err(scan.due("`{` and values", HELP));
    }
    let (mut values, mut named) = (Vec::new(), ByName::new());
    loop {
        hidden_lines(scan);
        if named.is_empty()
            && let Some(value) = number(scan)
        {
            values.push(value);
        } else if let Some(at) = id(scan, "-").filter(|_| values.is_empty()) {
            hidden(scan);
            scan.eat(":");
            hidden(scan);
            let Some(value) = number(scan) else { return Err(scan.due("a number", HELP)) };
            named.push((scan.slice(&at).to_owned(), value));
        } else {
            return Err(scan.due("a value", HELP));
        }
        hidden_lines(scan);
        if scan.eat("}") {
            return Ok((values, named));
        }
        if !scan.eat(",") {
            return Err(scan.due("`,` or `}`", HELP));
        }
    }
}

fn option(scan: &mut Scanner, chart: &mut Radar) -> Result<(), Fault> {
    if scan.word("showLegend") {
        hidden(scan);
        chart.hide_legend = scan.word("false");
        return if chart.hide_legend || scan.word("true") { Ok(()) } else { Err(scan.due("`true` or `false`", HELP)) };
    }
    if scan.word("graticule") {
        hidden(scan);
        chart.polygon = scan.word("polygon");
        return if chart.polygon || scan.word("circle") {
            Ok(())
        } else {
            Err(scan.due("`circle` or `polygon`", HELP))
        };
    }
    let place = if scan.word("max") {
        &mut chart.max
    } else if scan.word("min") {
        &mut chart.min
    } else if scan.word("ticks") {
        &mut chart.ticks
    } else {
        return Err(scan.due("a statement", HELP));
    };
    hidden(scan);
    *place = number(scan);
    if place.is_some() { Ok(()) } else { Err(scan.due("a number", HELP)) }
}
