//! Puts a picture together: title, frames, lines, nodes, labels, legend, in this order of drawing.

use super::figure::Figure;
use super::shape::{Side, corner};
use super::sheet::{group, named};
use super::theme::Theme;
use super::{Block, Ink, Item, Scene, draw, edge, ends, frame, legend};
use crate::base::text::{Font, Limit, Measure, counted};
use crate::base::{Point, Rect, Size};
use crate::graph::{ClusterId, END_ROOM, Edge, Graph};
use crate::layout::Layout;
use petgraph::graph::NodeIndex;

/// Below the title, and above the legend.
const GAPS: (f64, f64) = (14.0, 16.0);
/// A title may be this wide over a narrower picture.
const TITLE_WIDTH: f64 = 320.0;
/// An end that is nearer to a side than this touches it.
const TOUCH: f64 = 1.0;

/// Draws a graph at its places.
pub fn compose(graph: &Graph, layout: &Layout, theme: &Theme, text: &dyn Measure) -> Scene {
    let margin = theme.page.margin;
    let area = area(graph, layout);
    let mut head = Block::default();
    let title_width = area.w.max(TITLE_WIDTH);
    head.add(
        &graph.title,
        Font::semibold(theme.type_size.title),
        theme.page.text,
        Limit { width: title_width, lines: 3 },
        text,
    );
    let title_height = if head.is_empty() { 0.0 } else { (head.size.h + GAPS.0).ceil() };

    let mut items = Vec::new();
    let mut size = Size::new(area.w.max(head.size.w), title_height + area.h);
    if !head.is_empty() {
        let mut lines = Vec::new();
        head.draw(Point::new(margin, margin - 3.0), super::Anchor::Start, None, &mut lines);
        items.push(group("heading", "title", lines));
    }
    let offset = Point::new(margin - area.x, margin + title_height - area.y);
    Drawing { graph, layout, theme, text, offset }.draw(&mut items);

    let (mut samples, samples_size) = legend::legend(&graph.legend, size.w.max(TITLE_WIDTH), theme, text);
    if !samples.is_empty() {
        draw::place(&mut samples, 1.0, Point::new(margin, margin + size.h + GAPS.1));
        items.push(group("legend", "legend", samples));
        size = Size::new(size.w.max(samples_size.w), size.h + GAPS.1 + samples_size.h);
    }
    Scene {
        size: Size::new((size.w + 2.0 * margin).ceil(), (size.h + 2.0 * margin).ceil()),
        title: graph.title.clone(),
        description: graph.description.clone().unwrap_or_else(|| summary(graph)),
        background: theme.page.background,
        origin: None,
        items,
    }
}

/// The part of the layout that is drawn on: room around records that nothing uses is left out.
fn area(graph: &Graph, layout: &Layout) -> Rect {
    let whole = Rect::new(0.0, 0.0, layout.size.w, layout.size.h);
    if graph.net.node_weights().all(|node| node.compartments.is_none()) {
        return whole;
    }
    let nodes = graph.net.node_weights().zip(&layout.nodes);
    let nodes = nodes.map(|(node, rect)| if node.compartments.is_some() { rect.grown(-END_ROOM) } else { *rect });
    let ways = layout.edges.iter().flat_map(|route| {
        let points = route.points.iter().map(|at| Rect::new(at.x, at.y, 0.0, 0.0));
        points.chain(route.label)
    });
    nodes.chain(layout.clusters.iter().copied()).chain(ways).reduce(Rect::union).unwrap_or(whole)
}

/// What a reader hears who does not see the picture.
fn summary(graph: &Graph) -> String {
    let names = named(graph.net.node_weights().map(|node| node.name.as_str()));
    let relations = counted(graph.net.edge_count(), "relation", "relations");
    format!("{} and {relations}: {names}.", counted(graph.net.node_count(), "element", "elements"))
}

struct Drawing<'a> {
    graph: &'a Graph,
    layout: &'a Layout,
    theme: &'a Theme,
    text: &'a dyn Measure,
    /// Where the layout's origin is.
    offset: Point,
}

impl Drawing<'_> {
    fn draw(&self, out: &mut Vec<Item>) {
        let papers = self.frames(out);
        let mut cards: Vec<Figure> =
            self.graph.net.node_weights().map(|node| Figure::new(node, self.theme, self.text)).collect();
        let mut labels = Vec::new();
        let mut lines = vec![Vec::new(); self.graph.net.edge_count()];
        for index in self.graph.net.edge_indices() {
            let (Some(edge), Some((tail, head))) =
                (self.graph.net.edge_weight(index), self.graph.net.edge_endpoints(index))
            else {
                continue;
            };
            let Some(route) = self.layout.edges.get(index.index()).filter(|_| !edge.invisible) else { continue };
            let mut points: Vec<Point> = route.points.iter().map(|&point| self.at(point)).collect();
            self.meet(&mut points, edge, (tail, head), &cards);
            let mut items = Vec::new();
            let below = [points.first(), points.last()].map(|at| self.paper(&papers, spot(at)));
            edge::draw(edge, &points, &route.cuts, below, self.theme, &mut items);
            let name = format!("e{}", index.index());
            out.push(group(name.as_str(), "edge", items));
            lines[index.index()] = points;
            if let (Some(label), Some(rect)) = (edge::label(edge, self.theme, self.text), route.label) {
                let mut items = Vec::new();
                let (rect, title) = (self.place(rect), label.title(edge));
                label.draw(rect, self.paper(&papers, rect), &mut items);
                labels.push(Item::Group { id: format!("{name}-label"), class: "label", link: None, title, items });
            }
        }
        self.texts(&lines, &papers, &mut labels);
        for (i, (node, mut card)) in self.graph.net.node_weights().zip(cards.drain(..)).enumerate() {
            let Some(&rect) = self.layout.nodes.get(i) else { continue };
            let title = card.title();
            let mut items = Vec::new();
            card.draw(self.place(rect), &mut items);
            out.push(Item::Group {
                id: format!("n-{}", node.id),
                class: "node",
                link: node.link.clone(),
                title,
                items,
            });
        }
        out.append(&mut labels);
    }

    /// Draws the words beside the ends of edges.
    fn texts(&self, lines: &[Vec<Point>], papers: &[(Rect, Option<Ink>)], out: &mut Vec<Item>) {
        let edges = || self.graph.net.edge_weights().zip(lines).enumerate();
        let worded = |edge: &Edge| edge.tail_text.is_some() || edge.head_text.is_some();
        if !self.graph.net.edge_weights().any(worded) {
            return;
        }
        let nodes = self.graph.net.node_weights().zip(&self.layout.nodes);
        let nodes = nodes.map(|(node, rect)| if node.compartments.is_some() { rect.grown(-END_ROOM) } else { *rect });
        let labels = self.layout.edges.iter().filter_map(|route| route.label);
        let boxes =
            nodes.chain(labels).chain(self.layout.titles.iter().copied()).map(|rect| self.place(rect)).collect();
        let page = self.place(area(self.graph, self.layout)).grown(self.theme.page.margin / 2.0);
        let mut free = ends::Free::new(boxes, lines, page, self.theme, self.text);
        for (nth, (edge, line)) in edges().filter(|(_, (edge, _))| worded(edge)) {
            let below = [line.first(), line.last()].map(|at| self.paper(papers, spot(at)));
            let mut items = Vec::new();
            free.draw(edge, line, below, &mut items);
            out.push(group(format!("e{nth}-ends"), "edge", items));
        }
    }

    /// Draws the frames, a parent before its children, and says what colour is inside each.
    fn frames(&self, out: &mut Vec<Item>) -> Vec<(Rect, Option<Ink>)> {
        let clusters = &self.graph.clusters;
        let mut depths: Vec<usize> = Vec::with_capacity(clusters.len());
        let mut papers = Vec::with_capacity(clusters.len());
        for id in clusters.ids() {
            let cluster = clusters.get(id);
            let depth = cluster.parent.map_or(0, |parent| depths[parent.index()] + 1);
            depths.push(depth);
            let paint = frame::paint(cluster, depth, self.theme);
            let Some(&rect) = self.layout.clusters.get(id.index()) else { continue };
            let rect = self.place(rect);
            papers.push((rect, paint.fill));
            let title_box = self.layout.titles.get(id.index()).map_or(rect, |&title| self.place(title));
            let mut title = frame::Title::new(cluster, self.theme, self.text);
            let words = title.words.take();
            let mut items = Vec::new();
            frame::draw(rect, title_box, title, paint, self.theme, &mut items);
            let (id, link) = (format!("c-{}", cluster.id), cluster.link.clone());
            out.push(Item::Group { id, class: "cluster", link, title: words, items });
        }
        papers
    }

    /// The colour below a label: of the innermost frame around its middle.
    fn paper(&self, papers: &[(Rect, Option<Ink>)], label: Rect) -> Ink {
        let middle = label.center();
        let spot = Rect::new(middle.x, middle.y, 0.0, 0.0);
        let mut inks = papers.iter().filter(|(rect, _)| rect.contains(spot)).filter_map(|(_, ink)| *ink);
        inks.next_back().unwrap_or(self.theme.page.paper)
    }

    /// Moves both ends of a line from the box around what it touches to the outline of it.
    fn meet(&self, points: &mut [Point], edge: &Edge, (tail, head): (NodeIndex, NodeIndex), cards: &[Figure]) {
        let n = points.len();
        if n < 2 {
            return;
        }
        points[0] = self.end(points[0], points[1], edge.tail, tail, cards);
        points[n - 1] = self.end(points[n - 1], points[n - 2], edge.head, head, cards);
    }

    fn end(&self, end: Point, before: Point, cluster: Option<ClusterId>, node: NodeIndex, cards: &[Figure]) -> Point {
        let rect = match cluster {
            Some(id) => self.layout.clusters.get(id.index()),
            None => self.layout.nodes.get(node.index()),
        };
        let Some(&rect) = rect else { return end };
        let rect = self.place(rect);
        let Some((side, at)) = touched(rect, end, before) else { return end };
        let inset = match cluster {
            Some(_) => {
                let (start, length) = match side {
                    Side::Top | Side::Bottom => (rect.x, rect.w),
                    Side::Left | Side::Right => (rect.y, rect.h),
                };
                corner(self.theme.frame.radius, (at - start).min(start + length - at))
            }
            None => cards[node.index()].inset(rect, side, at),
        };
        match side {
            Side::Top => Point::new(at, rect.y + inset),
            Side::Bottom => Point::new(at, rect.bottom() - inset),
            Side::Left => Point::new(rect.x + inset, at),
            Side::Right => Point::new(rect.right() - inset, at),
        }
    }

    fn at(&self, point: Point) -> Point {
        Point::new(point.x + self.offset.x, point.y + self.offset.y)
    }

    fn place(&self, rect: Rect) -> Rect {
        rect.moved(self.offset.x, self.offset.y)
    }
}

fn spot(at: Option<&Point>) -> Rect {
    at.map_or_else(Rect::default, |at| Rect::new(at.x, at.y, 0.0, 0.0))
}

/// Which side of `rect` a line touches that comes straight from `before`, and where along it.
fn touched(rect: Rect, end: Point, before: Point) -> Option<(Side, f64)> {
    let near = |a: f64, b: f64| (a - b).abs() <= TOUCH;
    let (upright, level) = (near(end.x, before.x), near(end.y, before.y));
    if upright && end.x >= rect.x && end.x <= rect.right() {
        if near(end.y, rect.y) && before.y <= end.y {
            return Some((Side::Top, end.x));
        }
        if near(end.y, rect.bottom()) && before.y >= end.y {
            return Some((Side::Bottom, end.x));
        }
    }
    if level && end.y >= rect.y && end.y <= rect.bottom() {
        if near(end.x, rect.x) && before.x <= end.x {
            return Some((Side::Left, end.y));
        }
        if near(end.x, rect.right()) && before.x >= end.x {
            return Some((Side::Right, end.y));
        }
    }
    None
}
