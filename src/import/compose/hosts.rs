//! Texts of compose files -> the hosts that they name.
//!
//! Input: a value of `environment`, or words of a command. Output: references by host, with scheme and port.

use super::catalog;

/// Most hosts that one value names.
const MOST: usize = 1000;

/// A host that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reference {
    /// Its name, as written; may be `${NAME}` where that has no value.
    pub(super) host: String,
    /// The scheme of the URL around it.
    pub(super) scheme: Option<String>,
    /// The port behind it.
    pub(super) port: Option<u16>,
}

impl Reference {
    /// The protocol that scheme or port tell.
    pub(super) fn protocol(&self) -> Option<String> {
        let by_scheme = self.scheme.as_deref().and_then(catalog::scheme);
        // `tcp://db:5432` says less than its port.
        let vague = by_scheme.as_deref().is_none_or(|word| word == "TCP");
        let by_port = self.port.and_then(catalog::port).map(str::to_owned);
        if vague { by_port.or(by_scheme) } else { by_scheme }
    }
}

/// Whether a key says that its value is a host: `DB_HOST`, `redisAddr`, `broker.servers`.
pub(super) fn names_host(key: &str) -> bool {
    const WORDS: &[&str] = &[
        "host",
        "hosts",
        "hostname",
        "addr",
        "address",
        "addresses",
        "url",
        "urls",
        "uri",
        "server",
        "servers",
        "endpoint",
        "endpoints",
        "broker",
        "brokers",
        "upstream",
        "backend",
        "nodes",
        "dsn",
        "peers",
        "seeds",
        "masters",
        "service",
    ];
    // `OTEL_SERVICE_NAME` and `SERVICE` name the service itself.
    let lower = key.to_ascii_lowercase();
    let Some(last) = lower.rsplit(['_', '.', '-', '/']).find(|part| !part.is_empty()) else { return false };
    if last == "service" {
        return lower != last;
    }
    WORDS.contains(&last) || ["host", "addr", "url", "uri"].iter().any(|word| last.ends_with(word))
}

/// Every host of a value, whether or not anybody knows it: in URLs, as `host:port`, in lists, in `host=..` strings.
///
/// `bare` says that a word by itself is a host as well: the key says so.
pub(super) fn in_value(text: &str, bare: bool) -> Vec<Reference> {
    let mut found = Vec::new();
    let rest = take_urls(text, &mut found);
    for word in rest.split(|c: char| c.is_whitespace() || ",;\"'()[]|<>&@".contains(c)) {
        if found.len() >= MOST {
            break;
        }
        let (key, value) = word.rsplit_once('=').map_or((None, word), |(key, value)| (Some(key), value));
        let value = value.trim_start_matches("//").split('/').next().unwrap_or("");
        if let Some(reference) = host_and_port(value) {
            let hinted =
                bare || key.is_some_and(|k| names_host(k.trim_start_matches('-')) || k.eq_ignore_ascii_case("source"));
            if reference.port.is_some() || hinted {
                found.push(reference);
            }
        }
    }
    found
}

/// Every host of a command: as in values, and as a word before a port or behind `--host`.
pub(super) fn in_command(words: &[String]) -> Vec<Reference> {
    let words: Vec<&str> = words.iter().flat_map(|word| word.split_whitespace()).collect();
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let hits = in_value(word, false);
        if !hits.is_empty() {
            found.extend(hits);
            continue;
        }
        let Some(reference) = host_and_port(word).filter(|r| r.port.is_none()) else { continue };
        let port = words.get(at + 1).and_then(|next| next.parse::<u16>().ok()).filter(|port| *port > 19);
        let flag = at
            .checked_sub(1)
            .and_then(|before| words.get(before))
            .is_some_and(|before| *before == "-h" || before.starts_with("--") && names_host(before));
        if port.is_some() || flag {
            found.push(Reference { port, ..reference });
        }
    }
    found
}

/// Takes the URLs out of `text`, and gives what is left.
fn take_urls(text: &str, found: &mut Vec<Reference>) -> String {
    let mut left = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let before = &rest[..at];
        let start = before
            .char_indices()
            .rev()
            .take_while(|(_, c)| c.is_ascii_alphanumeric() || "+._-".contains(*c))
            .last()
            .map_or(at, |(i, _)| i);
        let scheme = &before[start..];
        left.push_str(&before[..start]);
        left.push(' ');
        rest = &rest[at + 3..];
        let len = authority(rest);
        let hosts = rest[..len].rsplit_once('@').map_or(&rest[..len], |(_, hosts)| hosts);
        rest = &rest[len..];
        // Path and query may name further hosts only as URLs: they are looked at in the next round.
        let next = rest.find("://").unwrap_or(rest.len());
        let path = rest[..next].find(|c: char| c.is_whitespace() || ",;\"'".contains(c));
        // Without a space before the next URL, this one's path goes into it.
        rest = &rest[path.unwrap_or(if next < rest.len() { 0 } else { next })..];
        let scheme = (!scheme.is_empty()).then(|| scheme.to_owned());
        let room = MOST.saturating_sub(found.len());
        found.extend(
            hosts.split(',').filter_map(host_and_port).take(room).map(|r| Reference { scheme: scheme.clone(), ..r }),
        );
    }
    left.push_str(rest);
    left
}

/// How long the part with user and hosts at the start of `text` is; hosts in a list belong together.
fn authority(text: &str) -> usize {
    // `http://a,http://b` are two URLs, `mongodb://a,b` is one.
    let end = text.find("://").and_then(|next| text[..next].rfind(','));
    let mut in_variable = false;
    for (at, c) in text.char_indices() {
        match c {
            '$' if text[at..].starts_with("${") => in_variable = true,
            '}' if in_variable => in_variable = false,
            ',' if !in_variable && Some(at) == end => return at,
            c if !in_variable && (c.is_whitespace() || "/?#\"';|)]}>\\`".contains(c)) => return at,
            _ => {}
        }
    }
    text.len()
}

/// `host`, `host:port` or `${NAME}:port`.
fn host_and_port(text: &str) -> Option<Reference> {
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if !host.is_empty() => (host, Some(port)),
        _ => (text, None),
    };
    let variable = host.strip_prefix("${").and_then(|h| h.strip_suffix('}'));
    let name = variable.unwrap_or(host);
    let legal = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    if name.is_empty() || !name.chars().all(legal) || !name.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
    {
        return None;
    }
    let port = match port {
        // A port may be a variable as well; below 20 it is rather the tag of an image.
        Some(port) if port.starts_with("${") => None,
        Some(port) => Some(port.parse::<u16>().ok().filter(|p| *p > 19)?),
        None => None,
    };
    Some(Reference { host: host.to_owned(), scheme: None, port })
}

/// The stem of a variable that names a host: `OTEL_COLLECTOR_HOST` says `otel-collector`, as [`fold`] writes it.
pub(super) fn stem(variable: &str) -> Option<String> {
    let folded = fold(variable);
    let stem =
        ["host", "hostname", "addr", "address", "url", "uri", "endpoint", "server", "servers", "broker", "brokers"]
            .iter()
            .find_map(|word| folded.strip_suffix(word)?.strip_suffix('-'))?;
    let stem = stem.strip_suffix("-service").unwrap_or(stem);
    (!stem.is_empty()).then(|| stem.to_owned())
}

/// A name for comparison: lower case, `_` as `-`.
pub(super) fn fold(name: &str) -> String {
    name.to_ascii_lowercase().replace('_', "-")
}
