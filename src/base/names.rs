//! Names that nothing else has.

use std::collections::BTreeSet;

/// `id`, with a number behind it where that is taken; takes it.
pub fn unique(taken: &mut BTreeSet<String>, id: &str) -> String {
    let mut out = id.to_owned();
    let mut number = 2;
    while !taken.insert(out.clone()) {
        out = format!("{id}-{number}");
        number += 1;
    }
    out
}
