//! The nearest word: what somebody who mistyped most likely meant.

/// The candidate nearest to `word`, where one is near enough to be meant.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST: usize = 64;
    let folded = fold(word);
    if folded.is_empty() || folded.chars().count() > LONGEST {
        return None;
    }
    let allowed = (folded.chars().count() / 3).clamp(1, 3);
    candidates
        .into_iter()
        .filter(|c| c.chars().count().abs_diff(folded.chars().count()) <= allowed)
        .map(|c| (strsim::osa_distance(&folded, &fold(c)), c))
        .filter(|&(distance, c)| distance <= allowed && distance < c.chars().count().max(folded.chars().count()))
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, c)| c)
}

/// The candidate of which `word` is one slip of the pen away: a letter too many, too few, another, or two in the wrong
/// order. An ending of its own is none.
pub(crate) fn slip_of<'a>(word: &str, candidates: &[&'a str]) -> Option<&'a str> {
    const SHORTEST: usize = 5;
    let word = fold(word);
    let slip = |c: &&&str| {
        let near = word.len() >= SHORTEST && word.len().abs_diff(c.len()) <= 1;
        near && !c.starts_with(&word) && !word.starts_with(**c) && strsim::osa_distance(&word, c) == 1
    };
    candidates.iter().find(slip).copied()
}

/// The candidate that is meant by a word of another language for the same thing, else the nearest one.
pub(crate) fn key<'a>(word: &str, candidates: &[&'a str]) -> Option<&'a str> {
    const SAME: &[(&str, &[&str])] = &[
        ("tech", &["technology", "technologies", "stack", "image", "runtime", "protocol"]),
        ("description", &["desc", "summary", "about", "info", "doc"]),
        ("link", &["url", "href", "docs"]),
        ("name", &["title", "display", "display_name"]),
        ("title", &["name", "caption"]),
        ("label", &["title", "text", "name", "description"]),
        ("children", &["childs", "child", "elements", "containers", "components", "nodes", "contains"]),
        ("kind", &["type"]),
        ("type", &["kind"]),
        ("of", &["scope", "system", "for", "subject"]),
        ("env", &["environment", "deployment"]),
        ("from", &["source", "src"]),
        ("to", &["target", "destination", "dst"]),
        ("members", &["elements", "nodes", "of"]),
        ("relations", &["relationships", "edges", "links", "connections", "dependencies"]),
        ("elements", &["nodes", "systems", "services", "model"]),
        ("deployments", &["environments"]),
        ("direction", &["rankdir", "layout", "orientation"]),
        ("like", &["kind", "base", "extends", "type"]),
        ("color", &["colour", "text", "font"]),
        ("fill", &["background", "background-color"]),
        ("stroke", &["border", "border-color"]),
        ("width", &["stroke-width", "thickness"]),
        ("instances", &["replicas", "count"]),
        ("runs", &["containers", "instances_of", "services"]),
    ];
    let folded = fold(word);
    let meant = SAME.iter().filter(|(_, others)| others.contains(&folded.as_str())).map(|&(known, _)| known);
    let meant = meant.into_iter().find_map(|known| candidates.iter().copied().find(|c| *c == known));
    meant.or_else(|| nearest(word, candidates.iter().copied()))
}

/// `Did you mean ..?`, or the other sentence.
pub(crate) fn did_you_mean(found: Option<&str>, otherwise: impl FnOnce() -> String) -> String {
    found.map_or_else(otherwise, |f| format!("Did you mean `{f}`?"))
}

/// Words as a list for a sentence: `a`, `b` or `c`.
pub(crate) fn list<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    const SHOWN: usize = 20;
    let all: Vec<&str> = words.into_iter().collect();
    let quoted: Vec<String> = all.iter().take(SHOWN).map(|w| format!("`{w}`")).collect();
    match quoted.split_last() {
        _ if all.len() > SHOWN => format!("{} and {} more", quoted.join(", "), all.len() - SHOWN),
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}

fn fold(word: &str) -> String {
    word.trim().to_lowercase()
}
