//! A merged service -> what a description can say of it.
//!
//! Input: the value under `services:`. Output: [`Service`]; the keys that say nothing here become notes.

use super::catalog::Image;
use super::merge::{items, keyed, text};
use super::notes::Notes;
use super::project::Merged;
use crate::base::Span;
use crate::describe::yaml::{Data, Value};

/// A service as far as a description is concerned.
#[derive(Clone, Debug)]
pub(super) struct Service {
    pub(super) name: String,
    pub(super) span: Span,
    pub(super) image: Option<Image>,
    /// Further names that other services reach it by.
    pub(super) aliases: Vec<String>,
    /// Whom it waits for, and whether for their end.
    pub(super) depends_on: Vec<(String, Wait, Span)>,
    /// Whom it names, by which key, with the name it uses for them.
    pub(super) links: Vec<Link>,
    pub(super) networks: Vec<String>,
    pub(super) ports: Vec<Port>,
    /// Variables with their values; none where the value comes from the shell.
    pub(super) environment: Vec<(String, Option<String>, Span)>,
    /// Words of command and entrypoint.
    pub(super) command: Vec<(String, Span)>,
    pub(super) volumes: Vec<Mount>,
    pub(super) profiles: Vec<String>,
    pub(super) replicas: u32,
}

/// What `depends_on` waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wait {
    /// That it runs, or is healthy.
    Start,
    /// That it has done its work.
    End,
}

/// Another service, named by a key of its own.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub(super) to: String,
    pub(super) alias: Option<String>,
    pub(super) label: Option<&'static str>,
    pub(super) span: Span,
}

/// A published port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Port {
    /// On the host, as written; may be a range.
    pub(super) published: Option<String>,
    /// In the container.
    pub(super) target: Option<u16>,
    pub(super) udp: bool,
}

/// A named volume in a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mount {
    pub(super) volume: String,
    pub(super) read_only: bool,
    pub(super) span: Span,
}

/// Keys that are read; all others become notes.
const READ: &[&str] = &[
    "image",
    "container_name",
    "hostname",
    "extends",
    "depends_on",
    "links",
    "networks",
    "ports",
    "environment",
    "command",
    "entrypoint",
    "volumes",
    "volumes_from",
    "profiles",
    "scale",
    "deploy",
    "network_mode",
    "expose",
];

const HOW_IT_RUNS: &str = "how it is run, not what it is";
const HOW_IT_IS_BUILT: &str = "how the image is made";
const SECRET: &str = "secrets stay where they are";
const OTHER_FILE: &str = "the files are not read";
const OUTSIDE: &str = "containers outside of these files";

impl Service {
    /// Reads a merged service.
    pub(super) fn read(merged: &Merged, notes: &mut Notes) -> Self {
        let (name, value) = (&merged.name, &merged.value);
        let get = |key: &str| value.get(key);
        for entry in value.entries() {
            let why = match entry.key.as_str() {
                key if READ.contains(&key) || key.starts_with("x-") => continue,
                "build" => HOW_IT_IS_BUILT,
                "secrets" | "configs" | "credential_spec" => SECRET,
                "env_file" => OTHER_FILE,
                "external_links" => OUTSIDE,
                _ => HOW_IT_RUNS,
            };
            notes.key(name, &entry.key, why, entry.span);
        }
        let deploy = get("deploy");
        for entry in deploy.map(Value::entries).unwrap_or_default().iter().filter(|e| e.key != "replicas") {
            notes.key(name, &format!("deploy.{}", entry.key), HOW_IT_RUNS, entry.span);
        }
        let image = get("image").and_then(text);
        let read = image.as_deref().and_then(Image::read);
        if let (Some(image), None, Some(at)) = (&image, &read, get("image")) {
            notes.say(format!("`image: {image}` of `{name}` has variables without a value"), at.span);
        }
        let mut aliases: Vec<String> =
            ["container_name", "hostname"].iter().filter_map(|k| get(k).and_then(text)).collect();
        let mut networks = Vec::new();
        if let Some(value) = get("networks") {
            for entry in keyed(value).entries() {
                networks.push(entry.key.clone());
                aliases.extend(entry.value.get("aliases").map(items).unwrap_or_default().iter().filter_map(text));
            }
        }
        if let Some(mode) = get("network_mode").filter(|m| text(m).is_some_and(|t| !t.starts_with("service:"))) {
            notes.key(name, "network_mode", HOW_IT_RUNS, mode.span);
        }
        Self {
            name: name.clone(),
            span: merged.span,
            image: read,
            aliases,
            depends_on: get("depends_on").map(depends_on).unwrap_or_default(),
            links: links(value),
            networks,
            ports: get("ports").map(items).unwrap_or_default().iter().filter_map(port).collect(),
            environment: get("environment").map(environment).unwrap_or_default(),
            command: ["entrypoint", "command"]
                .iter()
                .filter_map(|k| get(k))
                .flat_map(|v| items(v).iter())
                .filter_map(|v| Some((text(v)?, v.span)))
                .collect(),
            volumes: get("volumes").map(items).unwrap_or_default().iter().filter_map(mount).collect(),
            profiles: get("profiles").map(items).unwrap_or_default().iter().filter_map(text).collect(),
            replicas: replicas(deploy.and_then(|d| d.get("replicas")).or_else(|| get("scale"))),
        }
    }
}

fn depends_on(value: &Value) -> Vec<(String, Wait, Span)> {
    let wait = |value: &Value| match value.get("condition").and_then(text).as_deref() {
        Some("service_completed_successfully") => Wait::End,
        _ => Wait::Start,
    };
    keyed(value).entries().iter().map(|e| (e.key.clone(), wait(&e.value), e.span)).collect()
}

fn links(value: &Value) -> Vec<Link> {
    let mut links = Vec::new();
    for (key, label) in [("links", None), ("volumes_from", Some("uses its volumes"))] {
        for item in value.get(key).map(items).unwrap_or_default() {
            let Some(text) = text(item) else { continue };
            // `volumes_from: [container:x]` is outside of these files.
            if text.starts_with("container:") {
                continue;
            }
            let (to, alias) =
                text.split_once(':').map_or((text.as_str(), None), |(to, alias)| (to, Some(alias.to_owned())));
            let alias = alias.filter(|_| key == "links");
            links.push(Link { to: to.to_owned(), alias, label, span: item.span });
        }
    }
    if let Some(mode) = value.get("network_mode")
        && let Some(to) = text(mode).as_deref().and_then(|t| t.strip_prefix("service:"))
    {
        links.push(Link { to: to.to_owned(), alias: None, label: Some("shares its network"), span: mode.span });
    }
    links
}

fn environment(value: &Value) -> Vec<(String, Option<String>, Span)> {
    keyed(value).entries().iter().map(|e| (e.key.clone(), text(&e.value), e.value.span)).collect()
}

/// `8080:80`, `127.0.0.1:8080:80/udp`, `80`, or the long form.
fn port(value: &Value) -> Option<Port> {
    if let Data::Map(_) = value.data {
        let published = value.get("published").and_then(text);
        let target = value.get("target").and_then(text).and_then(|t| t.parse().ok());
        let udp = value.get("protocol").and_then(text).as_deref() == Some("udp");
        return Some(Port { published, target, udp });
    }
    let text = text(value)?;
    let (spec, protocol) = text.rsplit_once('/').unwrap_or((&text, "tcp"));
    let (rest, target) = spec.rsplit_once(':').map_or((None, spec), |(rest, target)| (Some(rest), target));
    // Before the last colon of the rest stands an address, which may be an IPv6 one.
    let published = rest.map(|rest| rest.rsplit_once(':').map_or(rest, |(_, published)| published));
    Some(Port {
        published: published.filter(|p| !p.is_empty() && !p.contains("${")).map(str::to_owned),
        target: target.parse().ok(),
        udp: protocol == "udp",
    })
}

/// A named volume; files and folders of the host are none.
fn mount(value: &Value) -> Option<Mount> {
    let (volume, read_only) = if let Data::Map(_) = value.data {
        if value.get("type").and_then(text).is_some_and(|kind| kind != "volume") {
            return None;
        }
        (value.get("source").and_then(text)?, value.get("read_only").and_then(text).as_deref() == Some("true"))
    } else {
        let text = text(value)?;
        let mut parts = text.split(':');
        let (source, _target) = (parts.next()?.to_owned(), parts.next()?);
        (source, parts.next().is_some_and(|mode| mode.split(',').any(|m| m == "ro")))
    };
    let named = volume.starts_with(|c: char| c.is_ascii_alphanumeric())
        && volume.chars().all(|c| c.is_ascii_alphanumeric() || "_.-".contains(c));
    named.then_some(Mount { volume, read_only, span: value.span })
}

/// How many instances; what is no number is one.
fn replicas(value: Option<&Value>) -> u32 {
    value.and_then(text).and_then(|t| t.parse().ok()).unwrap_or(1)
}
