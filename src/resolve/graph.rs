//! What depends on what: an order in which everything comes after what it needs, or the cycle that prevents one.

use std::collections::BTreeSet;

use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// One thing's need of another: from, to, and where it is written.
pub type Need = (u32, u32, Span);

/// The order of `number` things, each after what it needs; ties in the order declared. A cycle is an error with a
/// label for each of its edges.
pub fn order(number: usize, needs: &[Need], word: &str) -> Result<Vec<u32>, Box<Diagnostic>> {
    let mut graph: DiGraph<(), Span> = DiGraph::new();
    let nodes: Vec<NodeIndex> = (0..number).map(|_| graph.add_node(())).collect();
    let node = |id: u32| usize::try_from(id).ok().and_then(|at| nodes.get(at)).copied();
    for (from, to, span) in needs {
        if let (Some(from), Some(to)) = (node(*from), node(*to)) {
            graph.add_edge(from, to, *span);
        }
    }
    for component in tarjan_scc(&graph) {
        let inside: BTreeSet<usize> = component.iter().map(|node| node.index()).collect();
        let within = |id: u32| usize::try_from(id).is_ok_and(|at| inside.contains(&at));
        let edges: Vec<&Need> = needs.iter().filter(|(from, to, _)| within(*from) && within(*to)).collect();
        if let Some((_, _, span)) = edges.first() {
            let message = format!("these {word} need each other in a circle");
            let mut diagnostic = Diagnostic::error("resolve/cycle", message, *span, "this needs the next");
            for (_, _, span) in edges.iter().skip(1) {
                diagnostic = diagnostic.label(*span, "which needs the next");
            }
            return Err(Box::new(diagnostic.help("leave out one of these references")));
        }
    }
    let mut ordered = Vec::with_capacity(number);
    let mut placed = BTreeSet::new();
    for id in (0..number).filter_map(|at| u32::try_from(at).ok()) {
        place(id, needs, &mut placed, &mut ordered);
    }
    Ok(ordered)
}

/// Places a thing after all that it needs. There is no cycle left when this runs.
fn place(id: u32, needs: &[Need], placed: &mut BTreeSet<u32>, ordered: &mut Vec<u32>) {
    if !placed.insert(id) {
        return;
    }
    for (_, to, _) in needs.iter().filter(|(from, _, _)| *from == id) {
        place(*to, needs, placed, ordered);
    }
    ordered.push(id);
}
