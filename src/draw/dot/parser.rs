//! DOT in, a graph out.
//!
//! In: text. Out: nodes, edges and groups with what is to be drawn of them, or what is wrong and on
//! which line. Must not: know how a graph is drawn.

use std::collections::BTreeMap;

use super::graph::{Edge, Graph, Group, Node};
use super::word::{Word, Words};
use crate::diagram::Fault;
use crate::draw::slip;

/// How deep groups may nest, and how many edges a graph may have.
const DEEPEST: usize = 40;
const MOST_EDGES: usize = 2_000;

type Attributes = BTreeMap<String, String>;

/// Reads a graph.
pub(super) fn parse(text: &str) -> Result<Graph, Fault> {
    let mut words = Words::new(text);
    let word = words.next()?;
    let mut parser = Parser {
        line: words.line,
        words,
        word,
        graph: Graph::default(),
        known: BTreeMap::new(),
        groups: Vec::new(),
    };
    parser.graph()?;
    Ok(parser.graph)
}

struct Parser<'a> {
    words: Words<'a>,
    word: Word,
    line: u32,
    graph: Graph,
    /// The nodes by name.
    known: BTreeMap<String, usize>,
    /// The groups that are open, by index.
    groups: Vec<usize>,
}

/// What holds from here to the end of a list of statements.
#[derive(Default, Clone)]
struct Defaults {
    node: Attributes,
    edge: Attributes,
}

impl Parser<'_> {
    fn graph(&mut self) -> Result<(), Fault> {
        if self.word == Word::Key("strict") {
            self.step()?;
        }
        self.graph.directed = match self.word {
            Word::Key("digraph") => true,
            Word::Key("graph") => false,
            _ => return Err(self.wrong("`graph` or `digraph`", "begin with `digraph {`")),
        };
        self.step()?;
        if let Word::Name(name) = &self.word {
            self.graph.label.clone_from(name);
            self.step()?;
        }
        self.expect("{", "put the graph between `{` and `}`")?;
        let mut mentioned = Vec::new();
        self.statements(Defaults::default(), &mut mentioned, 0)?;
        match self.word {
            Word::End => Ok(()),
            _ => Err(self.wrong("nothing more", "a block holds one graph")),
        }
    }

    /// Statements up to `}`. The nodes that they mention are noted.
    fn statements(
        &mut self,
        mut with: Defaults,
        mentioned: &mut Vec<usize>,
        depth: usize,
    ) -> Result<(), Fault> {
        if depth > DEEPEST {
            let message = format!("groups nest deeper than {DEEPEST}");
            return Err(Fault::at(self.line, message, "draw fewer groups within groups"));
        }
        loop {
            match self.word.clone() {
                Word::Sign("}") => return self.step(),
                Word::Sign(";" | ",") => self.step()?,
                Word::Key(of @ ("graph" | "node" | "edge")) => {
                    self.step()?;
                    let given = self.attributes()?;
                    match of {
                        "node" => with.node.extend(given),
                        "edge" => with.edge.extend(given),
                        _ => given.into_iter().for_each(|(name, value)| self.about_group(&name, value)),
                    }
                }
                Word::Name(name) => {
                    self.step()?;
                    if self.word == Word::Sign("=") {
                        self.step()?;
                        let value = self.name("a value", "write `name=value`")?;
                        self.about_group(&name, value);
                        continue;
                    }
                    let node = self.node(&name, &with)?;
                    self.edges(vec![node], &with, mentioned, depth)?;
                }
                Word::Key("subgraph") | Word::Sign("{") => {
                    let nodes = self.group(&with, depth)?;
                    self.edges(nodes, &with, mentioned, depth)?;
                }
                Word::End => return Err(self.wrong("`}`", "close every `{`")),
                _ => return Err(self.wrong("a node", "write `a;` or `a -> b;`")),
            }
        }
    }

    /// What follows a node or a group: edges to others, and attributes of the node or of the edges.
    fn edges(
        &mut self,
        first: Vec<usize>,
        with: &Defaults,
        mentioned: &mut Vec<usize>,
        depth: usize,
    ) -> Result<(), Fault> {
        let mut row = vec![first];
        while let Word::Sign(sign @ ("->" | "--")) = self.word {
            if (sign == "->") != self.graph.directed {
                let (kind, right) = if self.graph.directed { ("digraph", "->") } else { ("graph", "--") };
                let message = format!("`{sign}` is no edge of a `{kind}`");
                return Err(Fault::at(self.line, message, &format!("write `{right}`")));
            }
            self.step()?;
            row.push(match self.word.clone() {
                Word::Name(name) => {
                    self.step()?;
                    vec![self.node(&name, with)?]
                }
                Word::Key("subgraph") | Word::Sign("{") => self.group(with, depth)?,
                _ => return Err(self.wrong("a node", &format!("name what `{sign}` leads to"))),
            });
        }
        let given = if self.word == Word::Sign("[") { self.attributes()? } else { Attributes::new() };
        if let [nodes] = row.as_slice() {
            for node in nodes {
                self.graph.nodes[*node].attributes.extend(given.clone());
            }
        }
        for pair in row.windows(2) {
            let more = pair[0].len().saturating_mul(pair[1].len());
            if self.graph.edges.len().saturating_add(more) > MOST_EDGES {
                let message = format!("the graph has more than {MOST_EDGES} edges");
                return Err(Fault::at(self.line, message, "show less in one picture"));
            }
            for from in &pair[0] {
                for to in &pair[1] {
                    let mut attributes = with.edge.clone();
                    attributes.extend(given.clone());
                    self.graph.edges.push(Edge { from: *from, to: *to, attributes });
                }
            }
        }
        mentioned.extend(row.concat());
        Ok(())
    }

    /// `subgraph name { … }`, or `{ … }` alone. Gives its nodes.
    fn group(&mut self, with: &Defaults, depth: usize) -> Result<Vec<usize>, Fault> {
        let mut name = String::new();
        if self.word == Word::Key("subgraph") {
            self.step()?;
            if let Word::Name(given) = self.word.clone() {
                name = given;
                self.step()?;
            }
        }
        self.expect("{", "put the group between `{` and `}`")?;
        // Graphviz draws a frame around those alone whose name says so.
        let framed = name.starts_with("cluster");
        if framed {
            let within = self.groups.last().copied();
            self.groups.push(self.graph.groups.len());
            self.graph.groups.push(Group { within, attributes: Attributes::new() });
        }
        let mut mentioned = Vec::new();
        self.statements(with.clone(), &mut mentioned, depth + 1)?;
        if framed {
            self.groups.pop();
        }
        mentioned.sort_unstable();
        mentioned.dedup();
        Ok(mentioned)
    }

    /// A node by name, made if it is new; what stands behind a colon says where its edges touch it.
    fn node(&mut self, name: &str, with: &Defaults) -> Result<usize, Fault> {
        while self.word == Word::Sign(":") {
            self.step()?;
            self.name("a port", "write `node:port`")?;
        }
        let node = *self.known.entry(name.to_owned()).or_insert(self.graph.nodes.len());
        if node == self.graph.nodes.len() {
            let attributes = with.node.clone();
            self.graph.nodes.push(Node { name: name.to_owned(), group: None, attributes });
        }
        // The first group that names a node has it; one within that group may have it instead.
        let (has, here) = (self.graph.nodes[node].group, self.groups.last().copied());
        if has.is_none_or(|has| self.groups.contains(&has)) {
            self.graph.nodes[node].group = here.or(has);
        }
        Ok(node)
    }

    /// `[name=value, …]`, several times or not at all.
    fn attributes(&mut self) -> Result<Attributes, Fault> {
        let mut given = Attributes::new();
        while self.word == Word::Sign("[") {
            self.step()?;
            loop {
                match self.word {
                    Word::Sign("]") => break self.step()?,
                    Word::Sign("," | ";") => self.step()?,
                    _ => {
                        let hint = "write attributes such as `[label=\"Blob Store\", shape=box]`";
                        let line = self.line;
                        let name = self.name("an attribute or `]`", hint)?;
                        self.expect("=", hint)?;
                        let value = self.name("a value", hint)?;
                        let name = name.to_ascii_lowercase();
                        self.graph.slips.extend(slip::in_dot(line, &name, &value));
                        given.insert(name, value);
                    }
                }
            }
        }
        Ok(given)
    }

    /// An attribute of the group that is open, or of the whole graph.
    fn about_group(&mut self, name: &str, value: String) {
        let name = name.to_ascii_lowercase();
        match self.groups.last() {
            Some(group) => drop(self.graph.groups[*group].attributes.insert(name, value)),
            None if name == "label" => self.graph.label = value,
            None if name == "rankdir" => self.graph.direction = value.to_ascii_uppercase(),
            None => {}
        }
    }

    fn name(&mut self, wanted: &str, hint: &str) -> Result<String, Fault> {
        let mut name = match &self.word {
            Word::Name(name) => name.clone(),
            Word::Key(word) => (*word).to_owned(),
            _ => return Err(self.wrong(wanted, hint)),
        };
        self.step()?;
        while self.word == Word::Sign("+") {
            self.step()?;
            let Word::Name(more) = &self.word else { return Err(self.wrong("a text after `+`", hint)) };
            name.push_str(more);
            self.step()?;
        }
        Ok(name)
    }

    fn expect(&mut self, sign: &'static str, hint: &str) -> Result<(), Fault> {
        if self.word == Word::Sign(sign) { self.step() } else { Err(self.wrong(&format!("`{sign}`"), hint)) }
    }

    fn step(&mut self) -> Result<(), Fault> {
        self.word = self.words.next()?;
        self.line = self.words.line;
        Ok(())
    }

    fn wrong(&self, wanted: &str, hint: &str) -> Fault {
        Fault::at(self.line, format!("{} stands where {wanted} should", self.word.told()), hint)
    }
}
