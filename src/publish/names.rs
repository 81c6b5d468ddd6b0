//! Names of output files: safe on every system, whatever an id says, and never two alike.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Longest name that common file systems take, in bytes.
const LONGEST: usize = 255;
/// Longest ending that is put behind a stem, in bytes.
const ENDING: usize = 8;

/// Names that Windows keeps for devices, whatever follows the first dot.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// One file name without its ending: `stem.view`.
///
/// Letters, digits, `.`, `-` and `_` stay; everything else becomes `_`. A name that is too long ends in a hash of all.
pub fn stem(stem: &str, view: &str) -> String {
    safe(&format!("{stem}.{}", view.replace('.', "_")))
}

/// The same for a name of one part.
pub fn safe(text: &str) -> String {
    let mut name: String =
        text.chars().map(|c| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '_' }).collect();
    let device = name.split('.').next().unwrap_or_default().to_lowercase();
    if DEVICES.contains(&device.as_str()) || name.starts_with(['.', '-']) {
        name.insert(0, '_');
    }
    if name.len() > LONGEST - ENDING {
        let hash = blake3::hash(text.as_bytes()).to_hex();
        let mut cut = LONGEST - ENDING - 9;
        while !name.is_char_boundary(cut) {
            cut -= 1;
        }
        name.truncate(cut);
        name.push('-');
        name.push_str(&hash[..8]);
    }
    name
}

/// Numbers names of one file that differ by case alone.
pub fn distinct(names: Vec<String>) -> Vec<String> {
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    for name in &names {
        taken.entry(name.to_lowercase()).or_default();
    }
    let mut out = Vec::with_capacity(names.len());
    for name in names {
        let key = name.to_lowercase();
        let seen = taken.get(&key).copied().unwrap_or_default();
        let mut number = seen;
        let mut unique = name.clone();
        if seen > 0 {
            while taken.contains_key(&unique.to_lowercase()) {
                number += 1;
                unique = format!("{name}-{number}");
            }
            taken.insert(unique.to_lowercase(), 1);
        }
        taken.insert(key, seen + 1);
        out.push(unique);
    }
    out
}

/// Who writes which file of a run, so that no input overwrites what another one wrote.
#[derive(Debug, Default)]
pub struct Claims(BTreeMap<String, PathBuf>);

impl Claims {
    /// Claims an output for an input.
    ///
    /// # Errors
    /// The input that has it already.
    pub fn claim(&mut self, output: &Path, input: &Path) -> Result<(), PathBuf> {
        let key = output.to_string_lossy().to_lowercase();
        match self.0.get(&key) {
            Some(owner) if owner != input => Err(owner.clone()),
            _ => {
                self.0.insert(key, input.to_owned());
                Ok(())
            }
        }
    }
}
