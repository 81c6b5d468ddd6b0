//! What is known of images, schemes and ports.
//!
//! Input: words out of compose files. Output: kinds and protocols.

use crate::base::Kind;

/// An image as `image:` names it, without its registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Image {
    /// Last part of its path: `elasticsearch`.
    pub(super) base: String,
    /// Last part but one: `mssql` of `mssql/server`.
    pub(super) owner: Option<String>,
    /// Its tag, where it is known and not `latest`.
    pub(super) tag: Option<String>,
}

impl Image {
    /// Reads `registry:5000/owner/base:tag@sha256:..`; none where the base is a variable without a value.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = text.split('@').next()?.trim();
        let (path, last) = match text.rsplit_once('/') {
            Some((path, last)) => (Some(path), last),
            None => (None, text),
        };
        // A colon inside `${NAME:-x}` never gets here: those have their defaults already.
        let (base, tag) = last.split_once(':').map_or((last, None), |(base, tag)| (base, Some(tag)));
        if base.is_empty() || base.contains("${") {
            return None;
        }
        let owner = path.and_then(|p| p.rsplit('/').next()).filter(|o| !o.contains("${"));
        let tag = tag.filter(|t| !t.is_empty() && *t != "latest" && !t.contains("${"));
        Some(Self { base: base.to_owned(), owner: owner.map(str::to_owned), tag: tag.map(str::to_owned) })
    }

    /// `base:tag`, with its owner where the base alone says nothing.
    pub(super) fn tech(&self) -> String {
        let owner = self.owner.as_ref().filter(|_| self.base == "server").map(|o| format!("{o}/")).unwrap_or_default();
        let tag = self.tag.as_ref().map(|t| format!(":{t}")).unwrap_or_default();
        format!("{owner}{}{tag}", self.base)
    }
}

/// What an image or a service of this name is, and how one talks to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) kind: Kind,
    pub(super) protocol: Option<&'static str>,
}

/// Words of images: whole names, or parts of names between `-`, `_` and `.`.
const IMAGES: &[(Kind, Option<&str>, &[&str])] = &[
    (
        Kind::Database,
        Some("PostgreSQL"),
        &[
            "postgres",
            "postgresql",
            "pgvector",
            "postgis",
            "timescaledb",
            "citus",
            "cockroach",
            "cockroachdb",
            "yugabyte",
            "spilo",
        ],
    ),
    (Kind::Database, Some("MySQL"), &["mysql", "mariadb", "percona", "tidb", "vitess"]),
    (Kind::Database, Some("MongoDB"), &["mongo", "mongodb", "ferretdb"]),
    (Kind::Database, Some("TDS"), &["mssql", "sqlserver", "azure-sql-edge"]),
    (
        Kind::Database,
        Some("HTTP"),
        &[
            "elasticsearch",
            "opensearch",
            "solr",
            "meilisearch",
            "typesense",
            "couchdb",
            "influxdb",
            "qdrant",
            "weaviate",
            "chroma",
            "clickhouse",
            "dynamodb",
            "victoria-metrics",
        ],
    ),
    (Kind::Database, Some("CQL"), &["cassandra", "scylla", "scylladb"]),
    (Kind::Database, Some("Bolt"), &["neo4j", "memgraph"]),
    (Kind::Database, Some("gRPC"), &["etcd", "milvus", "dgraph", "immudb"]),
    (
        Kind::Database,
        None,
        &[
            "oracle",
            "oracle-free",
            "oracle-xe",
            "db2",
            "couchbase",
            "arangodb",
            "ravendb",
            "surrealdb",
            "rethinkdb",
            "firebird",
            "questdb",
            "starrocks",
            "doris",
            "oceanbase",
        ],
    ),
    (Kind::Cache, Some("Redis"), &["redis", "valkey", "keydb", "dragonfly", "redis-stack"]),
    (Kind::Cache, Some("Memcached"), &["memcached"]),
    (Kind::Cache, None, &["hazelcast", "varnish", "ignite", "infinispan"]),
    (Kind::Queue, Some("AMQP"), &["rabbitmq", "activemq", "artemis", "lavinmq"]),
    (Kind::Queue, Some("Kafka"), &["kafka", "redpanda"]),
    (Kind::Queue, Some("NATS"), &["nats", "nats-streaming"]),
    (Kind::Queue, Some("MQTT"), &["mosquitto", "emqx", "hivemq", "vernemq"]),
    (Kind::Queue, None, &["pulsar", "nsqd", "rocketmq", "beanstalkd", "elasticmq", "ibmmq"]),
    (
        Kind::Gateway,
        Some("HTTP"),
        &[
            "nginx",
            "traefik",
            "envoy",
            "haproxy",
            "caddy",
            "kong",
            "apisix",
            "openresty",
            "krakend",
            "tyk-gateway",
            "oauth2-proxy",
            "nginx-proxy",
            "nginx-unprivileged",
        ],
    ),
    (Kind::Gateway, None, &["cloudflared", "pgbouncer", "pgpool", "proxysql", "twemproxy"]),
    (Kind::Storage, Some("S3"), &["minio", "seaweedfs", "garage", "rustfs"]),
    (Kind::Storage, None, &["azurite", "fake-gcs-server", "sftp", "nfs-server", "samba"]),
];

/// Parts of names that say: this is a tool for it, not the thing itself.
const TOOLS: &[&str] = &[
    "exporter",
    "ui",
    "gui",
    "express",
    "commander",
    "admin",
    "pgadmin",
    "pgadmin4",
    "phpmyadmin",
    "phppgadmin",
    "connect",
    "connector",
    "manager",
    "client",
    "cli",
    "tools",
    "backup",
    "dump",
    "insight",
    "operator",
    "init",
    "setup",
    "migrate",
    "migration",
    "migrations",
    "test",
    "tests",
    "schema",
    "registry",
    "bridge",
    "dashboard",
    "dashboards",
    "console",
    "browser",
    "web",
    "rest",
    "akhq",
    "kafdrop",
    "sentinel",
    "monitor",
    "agent",
    "ingress",
    "controller",
    "seed",
    "box",
    "mc",
    "adapter",
    "consumer",
    "producer",
    "worker",
    "app",
    "api",
    "server",
    "service",
    "frontend",
    "backend",
    "gen",
    "generator",
    "load",
    "loader",
];

/// Parts of service names that say: it works on the store of its image, and ends.
const JOBS: &[&str] = &[
    "init",
    "setup",
    "migrate",
    "migration",
    "migrations",
    "seed",
    "backup",
    "restore",
    "bootstrap",
    "cli",
    "sentinel",
    "exporter",
    "gen",
    "wait",
];

/// Last words of service names that say what a service is where its image does not.
const ROLES: &[(Kind, &[&str])] = &[
    (Kind::Database, &["db", "database"]),
    (Kind::Cache, &["cache"]),
    (Kind::Queue, &["queue", "broker"]),
    (Kind::Gateway, &["gateway", "proxy", "loadbalancer", "lb"]),
];

/// What a service is: by its image, by its name where it has none that is known, or by the role that its name says.
pub(super) fn service(name: &str, image: Option<&Image>) -> Option<Known> {
    let name = name.to_ascii_lowercase();
    let by_image = match image {
        Some(image) => by_name(&image.base)
            .or_else(|| exact(image.owner.as_deref()?).filter(|_| image.base == "server"))
            .or_else(|| exact(&name)),
        None => by_name(&name),
    };
    if by_image.is_some() {
        return by_image.filter(|_| !parts(&name).any(|part| JOBS.contains(&part)));
    }
    let last = parts(&name).last()?;
    let (kind, _) = ROLES.iter().find(|(_, words)| words.contains(&last))?;
    Some(Known { kind: *kind, protocol: None })
}

fn by_name(name: &str) -> Option<Known> {
    let lower = name.to_ascii_lowercase();
    exact(&lower).or_else(|| {
        if parts(&lower).any(|part| TOOLS.contains(&part)) {
            return None;
        }
        parts(&lower).find_map(|part| exact(part.trim_end_matches(|c: char| c.is_ascii_digit())))
    })
}

fn exact(word: &str) -> Option<Known> {
    let (kind, protocol, _) = IMAGES.iter().find(|(_, _, words)| words.contains(&word))?;
    Some(Known { kind: *kind, protocol: *protocol })
}

fn parts(name: &str) -> impl Iterator<Item = &str> {
    name.split(['-', '_', '.']).filter(|part| !part.is_empty())
}

/// The protocol of a URL's scheme; none where the scheme says nothing to a reader.
pub(super) fn scheme(scheme: &str) -> Option<String> {
    let lower = scheme.to_ascii_lowercase();
    let word = lower.split('+').next().unwrap_or(&lower);
    Some(match word {
        "http" => "HTTP".to_owned(),
        "https" => "HTTPS".to_owned(),
        "postgres" | "postgresql" | "postgis" => "PostgreSQL".to_owned(),
        "mysql" | "mysql2" | "mariadb" => "MySQL".to_owned(),
        "mongodb" | "mongo" => "MongoDB".to_owned(),
        "redis" | "rediss" => "Redis".to_owned(),
        "sqlserver" | "mssql" => "TDS".to_owned(),
        "amqp" | "amqps" | "pyamqp" => "AMQP".to_owned(),
        "nats" => "NATS".to_owned(),
        "kafka" | "plaintext" | "sasl_plaintext" | "ssl" | "sasl_ssl" => "Kafka".to_owned(),
        "mqtt" | "mqtts" => "MQTT".to_owned(),
        "grpc" | "grpcs" => "gRPC".to_owned(),
        "ws" | "wss" => "WebSocket".to_owned(),
        "bolt" | "neo4j" => "Bolt".to_owned(),
        "clickhouse" => "ClickHouse".to_owned(),
        "memcached" => "Memcached".to_owned(),
        "controller" | "internal" | "file" | "unix" | "data" => return None,
        other if (2..=8).contains(&other.len()) && other.chars().all(|c| c.is_ascii_alphanumeric()) => {
            other.to_ascii_uppercase()
        }
        _ => return None,
    })
}

/// The protocol that usually answers at a port.
pub(super) fn port(port: u16) -> Option<&'static str> {
    Some(match port {
        80 | 3000 | 5000 | 8000 | 8080 | 8081 | 8888 | 9090 | 9200 => "HTTP",
        443 | 8443 => "HTTPS",
        5432 => "PostgreSQL",
        3306 => "MySQL",
        1433 => "TDS",
        27017 => "MongoDB",
        6379 => "Redis",
        11211 => "Memcached",
        5671 | 5672 => "AMQP",
        9092 | 9094 => "Kafka",
        4222 => "NATS",
        1883 | 8883 => "MQTT",
        4317 | 50051 => "gRPC",
        4318 => "OTLP/HTTP",
        25 | 587 | 1025 => "SMTP",
        389 | 636 => "LDAP",
        53 => "DNS",
        22 => "SSH",
        21 => "FTP",
        2181 => "ZooKeeper",
        7687 => "Bolt",
        9042 => "CQL",
        _ => return None,
    })
}
