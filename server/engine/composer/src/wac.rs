//! Composing: a `.wac` document, or plugs into a socket.

use crate::exports::witness::engine::wac::{Dependency, Part};
use crate::{Fault, Label, binary, fault, packages};
use indexmap::IndexMap;
use wac_graph::{CompositionGraph, EncodeOptions, NodeKind, PackageId, PlugError};
use wac_parser::Document;
use wac_types::{BorrowedPackageKey, Package};

/// The component that a `.wac` document describes.
pub fn compose(source: &str, dependencies: Vec<Dependency>) -> Result<Vec<u8>, Fault> {
    let document = Document::parse(source).map_err(fault::from_diagnostic)?;
    let mut versions = Vec::new();
    for dependency in &dependencies {
        expect_component(&document, dependency)?;
        versions.push(version_of(dependency)?);
    }
    let packages: IndexMap<_, _> = dependencies
        .iter()
        .zip(&versions)
        .map(|(dependency, version)| {
            let key = BorrowedPackageKey::from_name_and_version(&dependency.name, version.as_ref());
            (key, dependency.bytes.clone())
        })
        .collect();
    let resolution = document.resolve(packages).map_err(fault::from_diagnostic)?;
    resolution.encode(EncodeOptions::default()).map_err(fault::from_diagnostic)
}

/// A core module in the place of a component is found before wac sees it, and said at the place that names the package.
fn expect_component(document: &Document, dependency: &Dependency) -> Result<(), Fault> {
    let what = format!("package `{}`", dependency.name);
    binary::expect_component(&what, &dependency.bytes).map_err(|fault| {
        let mentions = packages::of_document(document);
        let Some(mention) = mentions.iter().find(|mention| mention.name == dependency.name) else { return fault };
        fault.with_label(Label { path: None, start: mention.start, end: mention.end, text: None })
    })
}

fn version_of(dependency: &Dependency) -> Result<Option<semver::Version>, Fault> {
    let Some(text) = &dependency.version else { return Ok(None) };
    let parsed = text.parse::<semver::Version>();
    parsed.map(Some).map_err(|error| {
        let message = format!("`{text}`, given for package `{}`, is not a semantic version", dependency.name);
        Fault { causes: vec![error.to_string()], ..Fault::new(message) }
    })
}

/// Puts the exports of each plug into the imports of the socket that have the same names.
pub fn plug(socket: Vec<u8>, plugs: Vec<Part>) -> Result<Vec<u8>, Fault> {
    let mut graph = CompositionGraph::new();
    let plugs: Vec<_> = plugs
        .into_iter()
        .enumerate()
        .map(|(index, Part { name, bytes })| {
            let what = format!("plug `{name}`");
            register(&mut graph, &what, &format!("plug:p{index}"), bytes).map(|id| (id, name))
        })
        .collect::<Result<_, _>>()?;
    let socket = register(&mut graph, "the socket", "plug:socket", socket)?;
    let ids = plugs.iter().map(|(id, _)| *id).collect();
    wac_graph::plug(&mut graph, ids, socket).map_err(|error| match error {
        PlugError::NoPlugHappened => nothing_fits(&graph, &plugs, socket),
        PlugError::GraphError { source } => fault::from_error(source.context("the parts cannot be plugged together")),
    })?;
    name_instances(&mut graph, &plugs, socket);
    graph.encode(EncodeOptions::default()).map_err(|error| fault::from_error(error.into()))
}

fn register(graph: &mut CompositionGraph, what: &str, name: &str, bytes: Vec<u8>) -> Result<PackageId, Fault> {
    binary::expect_component(what, &bytes)?;
    let package = Package::from_bytes(name, None, bytes, graph.types_mut())
        .map_err(|error| fault::from_error(error.context(format!("{what} cannot be read"))))?;
    graph.register_package(package).map_err(|error| fault::from_error(error.into()))
}

/// The names are written into the composition, where traces and debuggers find them.
fn name_instances(graph: &mut CompositionGraph, plugs: &[(PackageId, String)], socket: PackageId) {
    let nodes: Vec<_> = graph.node_ids().collect();
    for node in nodes {
        if !matches!(graph[node].kind(), NodeKind::Instantiation(_)) {
            continue;
        }
        let name = match graph[node].package() {
            Some(package) if package == socket => "socket",
            Some(package) => plugs.iter().find(|(id, _)| *id == package).map_or("", |(_, name)| name),
            None => "",
        };
        if !name.is_empty() {
            graph.set_node_name(node, name);
        }
    }
}

/// Says what the socket imports and what the plugs export, as nothing of it goes together.
fn nothing_fits(graph: &CompositionGraph, plugs: &[(PackageId, String)], socket: PackageId) -> Fault {
    let world = |id: PackageId| &graph.types()[graph[id].ty()];
    let list = |names: Vec<&String>| match names.len() {
        0 => "nothing".to_string(),
        _ => names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "),
    };
    let mut causes = vec![format!("the socket imports {}", list(world(socket).imports.keys().collect()))];
    for (id, name) in plugs {
        causes.push(format!("plug `{name}` exports {}", list(world(*id).exports.keys().collect())));
    }
    let help = "names must be equal, versions compatible, and the types of the export must fit those of the import";
    Fault { causes, ..Fault::new("no export of a plug fits an import of the socket").with_help(help) }
}
