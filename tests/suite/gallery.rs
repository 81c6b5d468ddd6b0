//! Pictures that show every shape and every look, placed by hand.

use groundplan::base::text::{Fonts, Measure};
use groundplan::base::{Arrow, Color, Kind, Line, Point, Rect, Shape, Size, Status, Style};
use groundplan::graph::{Cluster, Edge, Graph, LegendEntry, LegendOf, Node};
use groundplan::layout::{Layout, Route, Sizes};
use groundplan::scene::{Scene, Theme, compose, measure};

/// A node of a kind with the words of a real one.
pub(crate) fn node(id: &str, kind: Kind, kind_name: &str, name: &str, tech: &str) -> Node {
    Node {
        id: id.to_owned(),
        name: name.to_owned(),
        kind,
        kind_name: kind_name.to_owned(),
        tech: (!tech.is_empty()).then(|| tech.to_owned()),
        instances: 1,
        ..Node::default()
    }
}

fn edge(label: &str, tech: &str) -> Edge {
    let text = |s: &str| (!s.is_empty()).then(|| s.to_owned());
    Edge { label: text(label), tech: text(tech), count: 1, ..Edge::default() }
}

/// One node a kind, frames, and an edge of each sort.
pub(crate) fn shop() -> Graph {
    let mut graph = Graph { title: "Container view: Shop".to_owned(), ..Graph::default() };
    let cluster = |id: &str, name: &str, kind, kind_name: &str| Cluster {
        id: id.to_owned(),
        name: name.to_owned(),
        kind,
        kind_name: kind_name.to_owned(),
        instances: 1,
        ..Cluster::default()
    };
    let shop = graph.clusters.add(cluster("shop", "Shop", Kind::System, "System"));
    let data = graph.clusters.add(Cluster { parent: Some(shop), ..cluster("data", "PCI zone", Kind::Group, "Group") });
    let said = |text: &str, node: Node| Node { description: Some(text.to_owned()), ..node };
    let nodes = [
        (
            None,
            said(
                "Buys things, and sends a few of them back.",
                node("customer", Kind::Person, "Person", "Customer", ""),
            ),
        ),
        (Some(shop), node("web", Kind::Gateway, "Gateway", "Edge proxy", "Envoy")),
        (
            Some(shop),
            said(
                "Takes orders and tells everybody else about them.",
                node("api", Kind::Container, "Container", "Order API", "Rust, Axum"),
            ),
        ),
        (Some(data), node("db", Kind::Database, "Database", "Orders", "PostgreSQL 17")),
        (
            None,
            Node {
                external: true,
                link: Some("https://example.org".to_owned()),
                ..node("stripe", Kind::System, "System", "Payment provider", "")
            },
        ),
        (Some(shop), node("jobs", Kind::Queue, "Queue", "Order events", "RabbitMQ")),
        (Some(shop), Node { instances: 3, ..node("worker", Kind::Container, "Container", "Fulfilment worker", "Go") }),
        (Some(data), node("cache", Kind::Cache, "Cache", "Sessions", "Redis")),
        (None, node("mail", Kind::System, "System", "Mail gateway of the whole company", "")),
        (Some(shop), node("auth", Kind::Component, "Component", "Token check", "JWT")),
        (Some(shop), node("resize", Kind::Function, "Function", "Resize images", "AWS Lambda")),
        (Some(data), node("files", Kind::Storage, "Storage", "Product images", "S3")),
    ];
    let mut ids = Vec::new();
    for (cluster, mut node) in nodes {
        node.cluster = cluster;
        ids.push(graph.net.add_node(node));
    }
    let edges = [
        (0, 1, edge("browses the shop", "HTTPS")),
        (1, 2, edge("calls", "JSON/HTTPS")),
        (2, 3, edge("reads and writes orders", "SQL")),
        (4, 5, Edge { arrow: Arrow::Async, ..edge("posts webhooks", "HTTPS") }),
        (5, 6, Edge { arrow: Arrow::Async, ..edge("OrderPlaced", "AMQP") }),
        (6, 7, Edge { arrow: Arrow::Both, ..edge("", "") }),
        (8, 9, edge("asks", "")),
        (
            10,
            11,
            Edge {
                style: Style { stroke: Color::from_hex("#c00"), width: Some(2.0), ..Style::default() },
                ..edge("stores", "S3 API")
            },
        ),
        (2, 6, edge("", "")),
        (0, 4, edge("pays", "")),
        (1, 5, edge("", "")),
        (3, 7, edge("", "")),
    ];
    for (a, b, edge) in edges {
        graph.net.add_edge(ids[a], ids[b], edge);
    }
    graph.legend = vec![LegendEntry {
        text: "tag:pci".to_owned(),
        of: LegendOf::Edge,
        kind: Kind::Container,
        style: Style { stroke: Color::from_hex("#c00"), width: Some(2.0), ..Style::default() },
        status: None,
    }];
    graph
}

/// Every status, every shape that a style can ask for, and looks of a user's own.
pub(crate) fn delta() -> Graph {
    let mut graph = Graph { title: "What changes".to_owned(), ..Graph::default() };
    let with = |status, node: Node| Node { status: Some(status), ..node };
    let shaped = |shape, name: &str| Node { shape: Some(shape), ..node(name, Kind::Container, "Container", name, "") };
    let styled = |style, name: &str| Node { style, ..node(name, Kind::Container, "Container", name, "Rust") };
    let hex = |text: &str| Color::from_hex(text);
    let nodes = [
        with(Status::Kept, node("a", Kind::Container, "Container", "Order API", "Rust")),
        with(Status::New, node("b", Kind::Queue, "Queue", "Order events", "NATS")),
        with(Status::Changed, Node { instances: 2, ..node("c", Kind::Container, "Container", "Worker", "Go") }),
        with(Status::Removed, node("d", Kind::Database, "Database", "Old orders", "MySQL")),
        with(Status::New, node("e", Kind::Person, "Person", "Auditor", "")),
        shaped(Shape::Diamond, "Diamond"),
        shaped(Shape::Round, "Round"),
        shaped(Shape::Box, "Box"),
        styled(Style { fill: hex("#12344d"), ..Style::default() }, "Dark fill"),
        styled(Style { fill: hex("#ffe08a"), stroke: hex("#7a4d00"), ..Style::default() }, "Light fill"),
        styled(Style { line: Some(Line::Dotted), width: Some(3.0), ..Style::default() }, "Dotted"),
        node("x", Kind::Node, "Node", "eu-west-1", "EKS 1.31"),
    ];
    let ids: Vec<_> = nodes.into_iter().map(|node| graph.net.add_node(node)).collect();
    let statuses = [Status::New, Status::Changed, Status::Removed];
    for (i, status) in statuses.into_iter().enumerate() {
        graph.net.add_edge(ids[i], ids[i + 1], Edge { status: Some(status), ..edge("moves", "AMQP") });
        let text = format!("{status:?}").to_lowercase();
        let (of, style) = (LegendOf::Node, Style::default());
        graph.legend.push(LegendEntry { text, of, kind: Kind::Container, style, status: Some(status) });
    }
    for (text, kind, shape) in [
        ("lambda", Kind::Function, Some(Shape::Hexagon)),
        ("database", Kind::Database, None),
        ("person", Kind::Person, None),
        ("component", Kind::Component, None),
    ] {
        let (of, style) = (LegendOf::Node, Style { shape, ..Style::default() });
        graph.legend.push(LegendEntry { text: text.to_owned(), of, kind, style, status: None });
    }
    graph.net.add_edge(ids[4], ids[5], Edge { status: Some(Status::Kept), ..edge("reads", "") });
    graph.net.add_edge(ids[5], ids[6], edge("", ""));
    graph.net.add_edge(ids[8], ids[9], edge("", ""));
    graph
}

/// Rows of four; edges straight along a row or down a column, frames around what they hold.
pub(crate) fn place(graph: &Graph, sizes: &Sizes) -> Layout {
    let mut layout = Layout::default();
    let (wide, gap) = (216.0, 168.0);
    let mut y = 40.0;
    let rows: Vec<&[Size]> = sizes.nodes.chunks(4).collect();
    for row in rows {
        let high = row.iter().map(|size| size.h).fold(0.0, f64::max);
        for (i, size) in row.iter().enumerate() {
            let x = i as f64 * (wide + gap) + (wide - size.w) / 2.0 + 30.0;
            layout.nodes.push(Rect::new(x, y + ((high - size.h) / 2.0).round(), size.w, size.h));
        }
        y += high + 96.0;
    }
    layout.size = Size::new(4.0 * (wide + gap) - gap + 60.0, y - 96.0 + 40.0);
    for id in graph.clusters.ids() {
        let inside = graph.net.node_weights().zip(&layout.nodes).filter(|(node, _)| {
            let mut at = node.cluster;
            while at.is_some_and(|at| at != id) {
                at = at.and_then(|at| graph.clusters.get(at).parent);
            }
            at.is_some()
        });
        let around = inside.map(|(_, rect)| *rect).reduce(Rect::union).unwrap_or_default();
        let pad = if graph.clusters.get(id).parent.is_none() { 28.0 } else { 14.0 };
        let title = sizes.titles[id.index()];
        let around = around.grown(pad);
        let rect = Rect::new(around.x, around.y - title.h + 8.0, around.w, around.h + title.h - 8.0);
        layout.clusters.push(rect);
        layout.titles.push(Rect::new(rect.x, rect.y, title.w, title.h));
    }
    for (index, size) in graph.net.edge_indices().zip(&sizes.labels) {
        let (a, b) = graph.net.edge_endpoints(index).unwrap();
        let (from, to) = (layout.nodes[a.index()], layout.nodes[b.index()]);
        let points = if a.index() / 4 == b.index() / 4 {
            let (start, end) = (from.center().y, to.center().y);
            let middle = f64::midpoint(from.right(), to.x);
            let points = [(from.right(), start), (middle, start), (middle, end), (to.x, end)];
            points.map(|(x, y)| Point::new(x, y)).to_vec()
        } else {
            let (start, end) = (from.center().x + 40.0, to.center().x - 20.0);
            let middle = to.y - 30.0;
            let points = [(start, from.bottom()), (start, middle), (end, middle), (end, to.y)];
            points.map(|(x, y)| Point::new(x, y)).to_vec()
        };
        let middle = Point::new(points[1].x, f64::midpoint(points[1].y, points[2].y));
        let label = Rect::new(middle.x - size.w / 2.0, middle.y - size.h / 2.0, size.w, size.h);
        layout.edges.push(Route { points, label: (!size.is_empty()).then_some(label), ..Route::default() });
    }
    layout
}

/// Measures, places and draws.
pub(crate) fn draw(graph: &Graph, theme: &str) -> Scene {
    let theme = Theme::named(theme).unwrap();
    let text: &dyn Measure = Fonts::embedded();
    let layout = place(graph, &measure(graph, &theme, text));
    compose(graph, &layout, &theme, text)
}
