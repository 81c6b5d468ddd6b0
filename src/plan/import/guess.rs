//! What a box of a flowchart most likely is: by its class, its shape, its words.
//!
//! Part of: the import of plans.

use crate::base::{Kind, Status};
use crate::mermaid::read::flowchart::{Node, Shape};
use crate::plan::read::simple;

/// Words that tell a kind, the surer ones first.
const WORDS: [(Kind, &[&str]); 8] = [
    (Kind::Cache, &["cache", "redis", "memcached", "valkey"]),
    (Kind::Queue, &["queue", "kafka", "rabbitmq", "topic", "sqs", "nats", "pubsub", "broker", "stream", "bus"]),
    (Kind::Storage, &["s3", "bucket", "blob", "minio", "files", "storage"]),
    (
        Kind::Database,
        &[
            "database",
            "db",
            "postgresql",
            "postgres",
            "mysql",
            "mariadb",
            "mongodb",
            "sqlite",
            "dynamodb",
            "store",
            "warehouse",
            "elasticsearch",
        ],
    ),
    (Kind::Gateway, &["gateway", "proxy", "balancer", "nginx", "envoy", "ingress", "cdn"]),
    (Kind::Function, &["lambda", "function", "cron", "job"]),
    (Kind::External, &["external", "stripe", "paypal", "twilio", "sendgrid", "third"]),
    (
        Kind::Person,
        &["user", "users", "customer", "customers", "admin", "person", "people", "visitor", "operator", "actor"],
    ),
];

/// What tells the kind of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// A class of our own pictures: no guess.
    Class,
    Shape,
    Words,
}

/// The kind of a node with its label in a frame of that title, and what tells it; none where nothing does, and its depth
/// decides.
pub(super) fn kind(node: &Node, label: &Label, frame: Option<&str>) -> Option<(Kind, By)> {
    if let Some(kind) = node.classes.iter().find_map(|class| by_class(class)) {
        return Some((kind, By::Class));
    }
    let words = simple(&label.name);
    let of = |words: &str| {
        let has = |list: &[&str]| words.split(' ').any(|word| list.contains(&word));
        WORDS.into_iter().find(|(_, list)| has(list)).map(|(kind, _)| kind)
    };
    // A program in Redis is none; `Orders` in PostgreSQL are a database.
    let by_tech = || label.tech.as_deref().and_then(|tech| of(&simple(tech))).filter(|kind| is_store(*kind));
    let by_words = || of(&words).or_else(|| by_tech().filter(|_| !is_software(&words)));
    let or = |kind: Option<Kind>, shape: Kind| kind.map_or((shape, By::Shape), |kind| (kind, By::Words));
    match &node.shape {
        Shape::Cylinder => Some(or(by_words().filter(|k| is_store(*k)), Kind::Database)),
        Shape::Named(shape)
            if matches!(shape.as_str(), "cyl" | "cylinder" | "database" | "db" | "lin-cyl" | "disk") =>
        {
            Some(or(by_words().filter(|k| is_store(*k)), Kind::Database))
        }
        Shape::Named(shape) if matches!(shape.as_str(), "das" | "h-cyl" | "horizontal-cylinder") => {
            Some((Kind::Queue, By::Shape))
        }
        // A stadium is somebody, as in our own pictures, but not among the parts of a system; other round boxes are what
        // their words say.
        Shape::Stadium
            if !is_software(&words)
                && !matches!(words.as_str(), "start" | "begin" | "end" | "stop")
                && frame.is_none_or(|title| of_people(&simple(title))) =>
        {
            Some(or(by_words(), Kind::Person))
        }
        // `User Service` is no person, `Users` are.
        _ => by_words().map(|kind| (kind, By::Words)).filter(|(kind, _)| match kind {
            Kind::Person => words.split(' ').count() <= 2 && !is_software(&words),
            Kind::Database | Kind::Cache | Kind::Queue | Kind::Storage => !is_software(&words),
            _ => true,
        }),
    }
}

/// Whether the title of a frame says that people are in it.
fn of_people(title: &str) -> bool {
    const PEOPLE: [&str; 8] = ["actors", "roles", "people", "persons", "staff", "team", "visitors", "operators"];
    let listed = |word: &str| WORDS.iter().any(|(kind, list)| *kind == Kind::Person && list.contains(&word));
    title.split(' ').any(|word| PEOPLE.contains(&word) || listed(word))
}

/// The label of an edge of our own that stands for several relations, without how many: `reads (2)`, `reads (+3 more)`,
/// `5 relations`.
pub(super) fn unmerged(label: &str) -> Option<String> {
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if label.strip_suffix(" relations").is_some_and(number) {
        return None;
    }
    let inner = label.strip_suffix(')').and_then(|rest| rest.rsplit_once(" ("));
    let counts = |inner: &str| {
        number(inner) || inner.strip_prefix('+').and_then(|n| n.strip_suffix(" more")).is_some_and(number)
    };
    Some(inner.filter(|(_, inner)| counts(inner)).map_or(label, |(words, _)| words).to_owned())
}

/// The status that the classes of our own pictures give to a node or, as `frame_new`, to a frame.
pub(super) fn status(classes: &[String]) -> Option<Status> {
    classes.iter().rev().find_map(|class| match class.trim_start_matches("frame_") {
        "new" => Some(Status::New),
        "changed" => Some(Status::Changed),
        "removed" => Some(Status::Removed),
        "kept" => Some(Status::Kept),
        _ => None,
    })
}

fn is_store(kind: Kind) -> bool {
    matches!(kind, Kind::Database | Kind::Cache | Kind::Storage | Kind::Queue)
}

/// Names of programs that deal with something are not that thing.
fn is_software(words: &str) -> bool {
    const PROGRAMS: [&str; 22] = [
        "engine",
        "processor",
        "scheduler",
        "runner",
        "backend",
        "frontend",
        "service",
        "api",
        "server",
        "controller",
        "interface",
        "app",
        "application",
        "worker",
        "handler",
        "adapter",
        "client",
        "ui",
        "portal",
        "dashboard",
        "module",
        "repository",
    ];
    words.split(' ').any(|word| PROGRAMS.contains(&word))
}

/// The classes that our own pictures give.
fn by_class(class: &str) -> Option<Kind> {
    Kind::ALL.into_iter().find(|k| k.word() == class && !matches!(k, Kind::Node | Kind::Group))
}

/// Name, technology, description and status out of the lines of a label.
pub(super) struct Label {
    pub(super) name: String,
    pub(super) tech: Option<String>,
    pub(super) description: Option<String>,
    pub(super) status: Option<Status>,
}

/// Reads a label: name, `[technology]` or `(technology)`, and what else it says.
pub(super) fn label(text: &str) -> Label {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut name = lines.next().unwrap_or_default().to_owned();
    let mut tech = None;
    let mut rest: Vec<&str> = Vec::new();
    for line in lines {
        let inner = [('[', ']'), ('(', ')')].into_iter().find_map(|(a, b)| line.strip_prefix(a)?.strip_suffix(b));
        match inner.map(str::trim).filter(|t| !t.is_empty()) {
            Some(inner) if tech.is_none() && rest.is_empty() => tech = Some(inner.to_owned()),
            _ => rest.push(line),
        }
    }
    if tech.is_none()
        && let Some((own, inner)) = name.strip_suffix(']').and_then(|n| n.rsplit_once(" ["))
        && !own.trim().is_empty()
    {
        tech = Some(inner.trim().to_owned());
        name = own.trim().into();
    }
    let mut status = None;
    for (words, own) in [(" (new)", Status::New), (" (changed)", Status::Changed), (" (removed)", Status::Removed)] {
        if let Some(bare) = name.strip_suffix(words) {
            (name, status) = (bare.to_owned(), Some(own));
        }
    }
    let description = Some(rest.join(" ")).filter(|d| !d.is_empty());
    Label { name, tech, description, status }
}

/// Letters, digits and `-` out of any text; empty where there are none.
pub(super) fn slug(text: &str) -> String {
    const LONGEST: usize = 40;
    let mut out = String::new();
    for word in text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()) {
        if out.len() + word.len() > LONGEST && !out.is_empty() {
            break;
        }
        if !out.is_empty() {
            out.push('-');
        }
        out.push_str(&word.to_ascii_lowercase());
    }
    if out.starts_with(|c: char| c.is_ascii_digit()) { format!("n{out}") } else { out }
}
