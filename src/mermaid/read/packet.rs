//! `packet`: text -> fields of bits.

use super::fault::Fault;
use super::scanner::Scanner;
use super::terminals::{end, expect_string, hidden, integer, titled};
use std::ops::Range;

const HELP: &str = "Write a field as `0-15: \"Name\"` or `+16: \"Name\"`.";

/// What a packet diagram says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Packet {
    /// What stands below it.
    pub title: Option<String>,
    /// By their bits, without gaps.
    pub fields: Vec<Field>,
}

/// Some bits with a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its first bit.
    pub first: u64,
    /// Its last bit.
    pub last: u64,
    /// Its line.
    pub at: Range<usize>,
}

impl Packet {
    pub(super) fn each_place(&mut self, mut change: impl FnMut(&mut Range<usize>)) {
        self.fields.iter_mut().for_each(|field| change(&mut field.at));
    }
}

/// Reads a packet diagram.
pub(super) fn read(text: &str) -> Result<Packet, Fault> {
    let mut scan = Scanner::new(text);
    let mut chart = Packet::default();
    if !scan.word("packet-beta") && !scan.word("packet") {
        return Err(scan.due("`packet`", "Write `packet` alone on the first line."));
    }
    let mut next = 0_u64;
    loop {
        hidden(&mut scan);
        if scan.done() {
            return Ok(chart);
        }
        if scan.eat("\n") || titled(&mut scan, &mut chart.title)? {
            continue;
        }
        let start = scan.at;
        let plus = scan.eat("+");
        hidden(&mut scan);
        let one = bits(&mut scan)?;
        hidden(&mut scan);
        let (first, last) = if plus {
            (next, (next + one).checked_sub(1))
        } else if scan.eat("-") {
            hidden(&mut scan);
            (one, Some(bits(&mut scan)?))
        } else {
            (one, Some(one))
        };
        hidden(&mut scan);
        if !scan.eat(":") {
            return Err(scan.due("`:`", HELP));
        }
        let name = expect_string(&mut scan, HELP)?;
        let at = start..scan.at;
        end(&mut scan, HELP)?;
        let Some(last) = last.filter(|last| *last >= first && !(plus && one == 0)) else {
            return Err(Fault::new(at, "The field ends before it begins.", HELP));
        };
        if first != next {
            let message = format!("The field begins with bit {first}, but bit {next} is the next one.");
            return Err(Fault::new(at, message, "Write fields in their order, without gaps."));
        }
        next = last + 1;
        chart.fields.push(Field { name, first, last, at });
    }
}

fn bits(scan: &mut Scanner) -> Result<u64, Fault> {
    let before = scan.at;
    let number = integer(scan).and_then(|at| scan.slice(&at).parse().ok());
    // More bits than fit into memory are no packet.
    number.filter(|bits| *bits < 1 << 32).ok_or_else(|| {
        scan.at = before;
        scan.due("a bit", HELP)
    })
}
