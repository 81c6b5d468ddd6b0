//! The engine's neutral JSON, so that it can be measured beside others: a graph in, a laid-out graph out.
//!
//! Boxes are `{x, y, w, h}` with `x, y` the centre, in px, y down. Directions are `TB`, `BT`, `LR`, `RL`. A title is as
//! wide as 7 px a character and 8 px more, and 20 px high, unless the frame says `tw` and `th`. A frame may have a
//! `direction` of its own; one that flows another way than the whole has it in the answer. Curves are written in 8
//! straight steps. For a later layout an edge says `beside` where the siblings that it leads between stand side by side, and
//! a frame which others it stands `above` so that no edge is in their way.

use super::{Earlier, EarlierEdge, Layout, Sizes};
use crate::base::{Direction, Error, Point, Rect, Size};
use crate::graph::{Cluster, ClusterId, Edge, Graph, Node};
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Px a character of a title, px beside it, and its height.
const TITLE: (f64, f64, f64) = (7.0, 8.0, 20.0);
/// Largest side of a box, in px.
const LARGEST: f64 = 100_000.0;

#[derive(Debug, Deserialize)]
struct GraphIn {
    #[serde(default)]
    name: String,
    #[serde(default)]
    set: String,
    #[serde(default)]
    direction: Option<Flow>,
    nodes: Vec<NodeIn>,
    #[serde(default)]
    clusters: Vec<ClusterIn>,
    #[serde(default)]
    edges: Vec<EdgeIn>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
enum Flow {
    #[serde(rename = "TB")]
    Down,
    #[serde(rename = "BT")]
    Up,
    #[serde(rename = "LR")]
    Right,
    #[serde(rename = "RL")]
    Left,
}

impl From<Flow> for Direction {
    fn from(flow: Flow) -> Self {
        match flow {
            Flow::Down => Self::Down,
            Flow::Up => Self::Up,
            Flow::Right => Self::Right,
            Flow::Left => Self::Left,
        }
    }
}

impl From<Direction> for Flow {
    fn from(direction: Direction) -> Self {
        match direction {
            Direction::Down => Self::Down,
            Direction::Up => Self::Up,
            Direction::Right => Self::Right,
            Direction::Left => Self::Left,
        }
    }
}

#[derive(Debug, Deserialize)]
struct NodeIn {
    id: String,
    w: f64,
    h: f64,
    #[serde(default)]
    label: String,
    cluster: Option<String>,
}

#[derive(Debug, Deserialize)]
struct ClusterIn {
    id: String,
    parent: Option<String>,
    direction: Option<Flow>,
    #[serde(default)]
    label: String,
    tw: Option<f64>,
    th: Option<f64>,
}

#[derive(Debug, Deserialize)]
struct EdgeIn {
    #[serde(default)]
    id: String,
    from: String,
    to: String,
    label: Option<String>,
    lw: Option<f64>,
    lh: Option<f64>,
}

/// A graph as read, with what the answer repeats.
#[derive(Debug)]
pub struct Neutral {
    /// The graph.
    pub graph: Graph,
    /// Its sizes.
    pub sizes: Sizes,
    input: GraphIn,
    /// Index in the tree of each frame in written order.
    clusters: Vec<ClusterId>,
}

/// Reads a graph.
///
/// # Errors
/// [`Error::Graph`] where the text is no such JSON, an id is used twice or not at all, or frames are in each other.
pub fn read(name: &str, text: &str) -> Result<Neutral, Error> {
    let fail = |message: String| Error::Graph { name: name.to_owned(), at: None, message };
    let input: GraphIn = parse(name, text, "a graph is {nodes: [..], clusters: [..], edges: [..]}")?;
    let mut graph = Graph { title: input.name.clone(), ..Graph::default() };
    graph.direction = input.direction.map(Flow::into);
    let mut sizes = Sizes::default();
    let (clusters, by_id) = read_clusters(&input, &mut graph, &mut sizes).map_err(fail)?;

    let mut nodes: BTreeMap<&str, NodeIndex> = BTreeMap::new();
    for node in &input.nodes {
        let cluster = match &node.cluster {
            None => None,
            Some(id) => Some(
                *by_id
                    .get(id.as_str())
                    .ok_or_else(|| fail(format!("node {} is in no known cluster: {id}", node.id)))?,
            ),
        };
        let (id, name) = (node.id.clone(), node.label.clone());
        let at = graph.net.add_node(Node { id, name, cluster, instances: 1, ..Node::default() });
        sizes.nodes.push(size(node.w, node.h).ok_or_else(|| fail(format!("node {} has no sound size", node.id)))?);
        if nodes.insert(&node.id, at).is_some() || by_id.contains_key(node.id.as_str()) {
            return Err(fail(format!("the id {} is used twice", node.id)));
        }
    }
    let inside = graph.first_nodes();
    for (at, edge) in input.edges.iter().enumerate() {
        let called =
            if edge.id.is_empty() { format!("{} ({} -> {})", at + 1, edge.from, edge.to) } else { edge.id.clone() };
        let end = |id: &str| -> Result<(NodeIndex, Option<ClusterId>), Error> {
            if let Some(&node) = nodes.get(id) {
                return Ok((node, None));
            }
            let frame = *by_id.get(id).ok_or_else(|| fail(format!("edge {called} ends at no known node: {id}")))?;
            let node = inside[frame.index()];
            Ok((node.ok_or_else(|| fail(format!("edge {called} ends at the empty cluster {id}")))?, Some(frame)))
        };
        let ((from, tail), (to, head)) = (end(&edge.from)?, end(&edge.to)?);
        let label = edge.label.clone().filter(|l| !l.is_empty());
        let shown =
            if label.is_some() { size(edge.lw.unwrap_or(0.0), edge.lh.unwrap_or(0.0)) } else { Some(Size::default()) };
        sizes.labels.push(shown.ok_or_else(|| fail(format!("edge {called} has no sound label size")))?);
        graph.net.add_edge(from, to, Edge { tail, head, label, count: 1, ..Edge::default() });
    }
    Ok(Neutral { graph, sizes, input, clusters })
}

/// A graph of our own as if it had been read. Edges are called `e0`, `e1` and so on in their order.
pub fn of_graph(graph: Graph, sizes: Sizes) -> Neutral {
    let frame = |id: Option<ClusterId>| id.map(|id| graph.clusters.get(id).id.clone());
    let size = |list: &[Size], i: usize| list.get(i).copied().unwrap_or_default();
    let nodes = graph.net.node_weights().enumerate().map(|(i, n)| {
        let Size { w, h } = size(&sizes.nodes, i);
        NodeIn { id: n.id.clone(), w, h, label: n.name.clone(), cluster: frame(n.cluster) }
    });
    let clusters = graph.clusters.clusters.iter().enumerate().map(|(i, c)| {
        let Size { w, h } = size(&sizes.titles, i);
        // Without a title of its own no box of one is written.
        let label = if w > 0.0 { c.name.clone() } else { String::new() };
        let direction = c.direction.map(Flow::from);
        ClusterIn { id: c.id.clone(), parent: frame(c.parent), direction, label, tw: Some(w), th: Some(h) }
    });
    let edges = graph.net.edge_references().map(|e| {
        let Size { w, h } = size(&sizes.labels, e.id().index());
        let end = |at: Option<ClusterId>, node: NodeIndex| frame(at).unwrap_or_else(|| graph.net[node].id.clone());
        let (from, to) = (end(e.weight().tail, e.source()), end(e.weight().head, e.target()));
        let label = e.weight().label.clone().or_else(|| e.weight().tech.clone()).filter(|_| w > 0.0);
        EdgeIn { id: format!("e{}", e.id().index()), from, to, label, lw: Some(w), lh: Some(h) }
    });
    let input = GraphIn {
        name: graph.title.clone(),
        set: String::new(),
        direction: graph.direction.map(Flow::from),
        nodes: nodes.collect(),
        clusters: clusters.collect(),
        edges: edges.collect(),
    };
    let clusters = (0..graph.clusters.len() as u32).map(ClusterId).collect();
    Neutral { graph, sizes, input, clusters }
}

#[derive(Deserialize)]
struct Spot {
    id: String,
    x: f64,
    y: f64,
    direction: Option<Flow>,
    title: Option<Corner>,
    #[serde(default)]
    above: Vec<String>,
}

#[derive(Deserialize)]
struct Corner {
    x: f64,
    y: f64,
}

#[derive(Deserialize)]
struct WayIn {
    from: String,
    to: String,
    #[serde(default)]
    points: Vec<[f64; 2]>,
    label: Option<Corner>,
    #[serde(default)]
    beside: bool,
}

#[derive(Deserialize)]
struct EarlierIn {
    #[serde(default)]
    direction: Option<Flow>,
    nodes: Vec<Spot>,
    #[serde(default)]
    clusters: Vec<Spot>,
    #[serde(default)]
    edges: Vec<WayIn>,
}

/// Reads a laid-out graph as the earlier layout of `graph`.
///
/// # Errors
/// [`Error::Graph`] where the text is no such JSON, or has none of the nodes of the graph.
pub fn read_earlier(name: &str, text: &str, graph: &Graph) -> Result<Earlier, Error> {
    let input: EarlierIn = parse(name, text, "an earlier layout is what `groundplan layout` writes")?;
    let point = |at: Corner| Point::new(at.x, at.y);
    let mut out = Earlier { direction: input.direction.map_or(Direction::Down, Flow::into), ..Earlier::default() };
    out.nodes.extend(input.nodes.into_iter().map(|n| (n.id, Point::new(n.x, n.y))));
    for cluster in input.clusters {
        out.titles.extend(cluster.title.map(|at| (cluster.id.clone(), point(at))));
        out.flows.extend(cluster.direction.map(|flow| (cluster.id.clone(), flow.into())));
        out.stacked.extend(cluster.above.into_iter().map(|lower| (cluster.id.clone(), lower)));
        out.clusters.insert(cluster.id, Point::new(cluster.x, cluster.y));
    }
    for way in input.edges {
        let points = way.points.iter().map(|p| Point::new(p[0], p[1])).collect();
        let edge = EarlierEdge { points, label: way.label.map(point), is_beside: way.beside };
        out.edges.entry((way.from, way.to)).or_default().push(edge);
    }
    if out.known(graph) == 0 && graph.net.node_count() > 0 {
        let message = "it has none of the nodes of the graph: it is an earlier layout of something else".to_owned();
        return Err(Error::Graph { name: name.to_owned(), at: None, message });
    }
    Ok(out)
}

/// Reads JSON; `help` says what it should be.
fn parse<'a, T: Deserialize<'a>>(name: &str, text: &'a str, help: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|e| {
        let words = e.to_string();
        let (words, at) = match words.split_once(" at line ") {
            Some((words, _)) if e.line() > 0 => (words, Some((e.line(), e.column().max(1)))),
            _ => (words.as_str(), None),
        };
        Error::Graph { name: name.to_owned(), at, message: format!("{words}; {help}") }
    })
}

type Frames<'a> = (Vec<ClusterId>, BTreeMap<&'a str, ClusterId>);

/// Adds frames with parents before children, however they are written.
fn read_clusters<'a>(input: &'a GraphIn, graph: &mut Graph, sizes: &mut Sizes) -> Result<Frames<'a>, String> {
    let mut by_id: BTreeMap<&str, ClusterId> = BTreeMap::new();
    let mut at = vec![ClusterId(0); input.clusters.len()];
    let mut open: Vec<usize> = (0..input.clusters.len()).collect();
    while !open.is_empty() {
        let before = open.len();
        let mut later = Vec::new();
        for i in open {
            let cluster = &input.clusters[i];
            let parent = match cluster.parent.as_deref() {
                None => None,
                Some(id) => {
                    let Some(&parent) = by_id.get(id) else {
                        later.push(i);
                        continue;
                    };
                    Some(parent)
                }
            };
            let (id, name) = (cluster.id.clone(), cluster.label.clone());
            let direction = cluster.direction.map(Flow::into);
            at[i] = graph.clusters.add(Cluster { id, name, parent, direction, instances: 1, ..Cluster::default() });
            let (width, beside, height) = TITLE;
            let title = if cluster.label.is_empty() {
                Size::default()
            } else {
                let own = cluster.label.chars().count() as f64 * width + beside;
                size(cluster.tw.unwrap_or(own), cluster.th.unwrap_or(height)).ok_or("a title has no sound size")?
            };
            sizes.titles.push(title);
            if by_id.insert(&cluster.id, at[i]).is_some() {
                return Err(format!("the id {} is used twice", cluster.id));
            }
        }
        if later.len() == before {
            return Err(format!("the parent of cluster {} is unknown or inside it", input.clusters[later[0]].id));
        }
        open = later;
    }
    Ok((at, by_id))
}

fn size(w: f64, h: f64) -> Option<Size> {
    let sound = |x: f64| x.is_finite() && (0.0..=LARGEST).contains(&x);
    (sound(w) && sound(h)).then_some(Size::new(w, h))
}

#[derive(Serialize)]
struct BoxOut {
    x: f64,
    y: f64,
    w: f64,
    h: f64,
}

#[derive(Serialize)]
struct PlacedNode<'a> {
    id: &'a str,
    #[serde(flatten)]
    at: BoxOut,
    #[serde(skip_serializing_if = "Option::is_none")]
    cluster: Option<&'a str>,
}

#[derive(Serialize)]
struct PlacedCluster<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    direction: Option<Flow>,
    #[serde(flatten)]
    at: BoxOut,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<BoxOut>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    above: Vec<&'a str>,
}

#[derive(Serialize)]
struct PlacedEdge<'a> {
    id: &'a str,
    from: &'a str,
    to: &'a str,
    points: Vec<[f64; 2]>,
    has_label: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<BoxOut>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    beside: bool,
}

#[derive(Serialize)]
struct GraphOut<'a> {
    name: &'a str,
    set: &'a str,
    engine: &'static str,
    direction: Flow,
    route: &'static str,
    time_ms: f64,
    status: &'static str,
    nodes: Vec<PlacedNode<'a>>,
    clusters: Vec<PlacedCluster<'a>>,
    edges: Vec<PlacedEdge<'a>>,
}

fn centred(at: Rect) -> BoxOut {
    let c = at.center();
    BoxOut { x: c.x, y: c.y, w: at.w, h: at.h }
}

/// Writes a laid-out graph with a line break at its end. `time_ms` is what the layout took, in ms.
pub fn write(neutral: &Neutral, layout: &Layout, time_ms: f64) -> String {
    let input = &neutral.input;
    let flows = neutral.graph.flows(layout.direction);
    let above = |id: &ClusterId| {
        let pairs = layout.stacked.iter().filter(|(upper, _)| *upper == id.0);
        pairs.map(|&(_, lower)| neutral.graph.clusters.get(ClusterId(lower)).id.as_str()).collect()
    };
    let turned = |id: &ClusterId| Some(flows[id.index()]).filter(|&flow| flow != layout.direction);
    let out = GraphOut {
        name: &input.name,
        set: &input.set,
        engine: "groundplan",
        direction: layout.direction.into(),
        route: if layout.edges.iter().all(|route| route.cuts.is_empty()) { "ortho" } else { "spline" },
        time_ms,
        status: "ok",
        nodes: input
            .nodes
            .iter()
            .zip(&layout.nodes)
            .map(|(n, &at)| PlacedNode { id: &n.id, at: centred(at), cluster: n.cluster.as_deref() })
            .collect(),
        clusters: input
            .clusters
            .iter()
            .zip(&neutral.clusters)
            .map(|(c, id)| PlacedCluster {
                id: &c.id,
                parent: c.parent.as_deref(),
                direction: turned(id).map(Flow::from),
                at: centred(layout.clusters[id.index()]),
                title: (!c.label.is_empty()).then(|| centred(layout.titles[id.index()])),
                above: above(id),
            })
            .collect(),
        edges: input
            .edges
            .iter()
            .zip(&layout.edges)
            .map(|(e, route)| PlacedEdge {
                id: &e.id,
                from: &e.from,
                to: &e.to,
                points: route.flattened().iter().map(|p| [p.x, p.y]).collect(),
                has_label: e.label.as_deref().is_some_and(|l| !l.is_empty()),
                label: route.label.map(centred),
                beside: route.is_beside,
            })
            .collect(),
    };
    // Plain data with text keys: there is nothing in it that cannot be written.
    let mut text = serde_json::to_string(&out).unwrap_or_default();
    text.push('\n');
    text
}
