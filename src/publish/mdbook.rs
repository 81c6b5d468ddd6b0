//! mdBook's book -> the same with pictures in its chapters: what a preprocessor does.
//!
//! Part of: publish. Input: the JSON of `[context, book]`. Output: the JSON of the book. Each chapter is a document of
//! its own; what else is in the book stays as it is, whatever version of mdBook it is of.
//! <https://rust-lang.github.io/mdBook/for_developers/preprocessors.html>

use super::batch::{Batch, Job, Outcome};
use super::embed::Embed;
use rayon::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A book on its way through mdBook.
#[derive(Clone, Debug)]
pub struct Book {
    context: Value,
    book: Value,
}

/// Whether a renderer shows our pictures.
pub fn supports(renderer: &str) -> bool {
    embed(renderer).is_some()
}

/// How pictures stand in the documents that a renderer gets: one that writes pages of HTML takes SVG as it is.
fn embed(renderer: &str) -> Option<Embed> {
    match renderer {
        "html" => Some(Embed::Inline),
        "markdown" | "epub" | "pandoc" | "typst" | "typst-pdf" | "pdf" => Some(Embed::DataUri),
        _ => None,
    }
}

impl Book {
    /// Reads what mdBook gives to a preprocessor.
    ///
    /// # Errors
    /// Why that is no book.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let [context, book]: [Value; 2] = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        if !book.is_object() {
            return Err("the second of its parts is no book".to_owned());
        }
        Ok(Self { context, book })
    }

    /// What `book.toml` says below `preprocessor.groundplan`.
    pub fn options(&self) -> BTreeMap<String, String> {
        let ours = self.context.pointer("/config/preprocessor/groundplan").and_then(Value::as_object);
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        ours.into_iter().flatten().map(|(key, value)| (key.clone(), text(value))).collect()
    }

    /// How pictures stand in its chapters.
    pub fn embed(&self) -> Embed {
        let renderer = self.context.get("renderer").and_then(Value::as_str).unwrap_or_default();
        embed(renderer).unwrap_or(Embed::DataUri)
    }

    /// The folder of its chapters.
    pub fn folder(&self) -> PathBuf {
        let text = |at| self.context.pointer(at).and_then(Value::as_str);
        Path::new(text("/root").unwrap_or_default()).join(text("/config/book/src").unwrap_or("src"))
    }

    /// Draws the diagrams of every chapter; chapters lie in `folder`, as findings name them. A diagram that cannot be
    /// drawn stays as it is.
    pub fn publish(mut self, batch: &Batch<'_>, folder: &Path) -> (Vec<u8>, Vec<Outcome>) {
        let outcomes: Vec<Outcome> = chapters(&mut self.book)
            .into_par_iter()
            .map(|(below, content)| {
                let job = Job { path: folder.join(&below), below, root: folder.to_owned() };
                let mut outcome = batch.publish_text(&job, content.as_str().unwrap_or_default());
                if let Some(text) = outcome.text.take().and_then(|bytes| String::from_utf8(bytes).ok()) {
                    *content = Value::String(text);
                }
                outcome
            })
            .collect();
        (self.book.to_string().into_bytes(), outcomes)
    }
}

/// The texts of the chapters with their paths, in the order of the book. No depth of it costs stack.
fn chapters(book: &mut Value) -> Vec<(PathBuf, &mut Value)> {
    let mut out = Vec::new();
    let mut open: Vec<&mut Value> = vec![book];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items.iter_mut().rev()),
            Value::Object(fields) => {
                let name = ["source_path", "path", "name"].into_iter().find_map(|key| fields.get(key)?.as_str());
                let name = name.map(PathBuf::from);
                for (key, value) in fields.iter_mut() {
                    match &name {
                        Some(name) if key == "content" && value.is_string() => out.push((name.clone(), value)),
                        _ => open.push(value),
                    }
                }
            }
            _ => {}
        }
    }
    out
}
