//! The reference WIT parser, its encoder and its printer.

use crate::exports::witness::engine::wit::{File, Summary};
use crate::{Fault, Label, binary, fault};
use wit_component::{DecodedWasm, OutputToString, WitPrinter};
use wit_parser::{PackageId, ParseErrorKind, Resolve, ResolveErrorKind, SourceMap, Span, UnresolvedPackageGroup};

/// The package that `files` define, once all references are resolved.
pub fn check(files: Vec<File>, dependencies: Vec<Vec<File>>, features: Vec<String>) -> Result<Summary, Fault> {
    let (resolve, id) = resolve(files, dependencies, features)?;
    let package = &resolve.packages[id];
    Ok(Summary {
        name: package.name.to_string(),
        interfaces: package.interfaces.keys().cloned().collect(),
        worlds: package.worlds.keys().cloned().collect(),
    })
}

/// The binary form of the package that `files` define.
pub fn encode(files: Vec<File>, dependencies: Vec<Vec<File>>, features: Vec<String>) -> Result<Vec<u8>, Fault> {
    let (resolve, id) = resolve(files, dependencies, features)?;
    wit_component::encode(&resolve, id, false)
        .map_err(|error| fault::from_error(error.context("the package is valid but cannot be encoded")))
}

/// The WIT text of a component's world, or of a binary WIT package, with the packages that it refers to nested in it.
pub fn print(bytes: &[u8]) -> Result<String, Fault> {
    binary::expect_component("the file", bytes)?;
    let decoded = wit_component::decode(bytes)
        .map_err(|error| fault::from_error(error.context("the component's interface cannot be read")))?;
    let (DecodedWasm::WitPackage(resolve, _) | DecodedWasm::Component(resolve, _)) = &decoded;
    let own = decoded.package();
    let nested: Vec<_> = resolve.packages.iter().map(|(id, _)| id).filter(|id| *id != own).collect();
    let mut printer: WitPrinter<OutputToString> = WitPrinter::default();
    printer
        .print(resolve, own, &nested)
        .map_err(|error| fault::from_error(error.context("the component's interface has no form in WIT")))?;
    Ok(printer.output.to_string())
}

fn resolve(files: Vec<File>, dependencies: Vec<Vec<File>>, features: Vec<String>) -> Result<(Resolve, PackageId), Fault> {
    if files.is_empty() {
        return Err(Fault::new("a WIT package needs at least one file, and none is given"));
    }
    let mut resolve = Resolve::default();
    resolve.features.extend(features);
    let main = parse(files)?;
    let dependencies = dependencies.into_iter().filter(|files| !files.is_empty()).map(parse).collect::<Result<_, _>>()?;
    match resolve.push_groups(main, dependencies) {
        Ok(id) => Ok((resolve, id)),
        Err(error) => Err(of_resolution(error.kind(), &resolve.source_map)),
    }
}

fn parse(files: Vec<File>) -> Result<UnresolvedPackageGroup, Fault> {
    let mut sources = SourceMap::default();
    for file in files {
        sources.push_str(&file.path, file.text);
    }
    sources.parse().map_err(|(sources, error)| of_parsing(error.kind(), &sources))
}

/// The hint of an unknown name is not part of its message: it becomes the help.
fn of_parsing(error: &ParseErrorKind, sources: &SourceMap) -> Fault {
    let labels = label(sources, error.span(), None);
    match error {
        ParseErrorKind::ItemNotFound { name, kind, hint, .. } => {
            let fault = Fault { labels, ..Fault::new(format!("{kind} `{name}` does not exist")) };
            Fault { help: hint.clone(), ..fault }
        }
        _ => Fault { labels, ..Fault::new(error.to_string()) },
    }
}

fn of_resolution(error: &ResolveErrorKind, sources: &SourceMap) -> Fault {
    let mut labels = label(sources, error.span(), None);
    match error {
        ResolveErrorKind::DuplicatePackage { span2, .. } => {
            labels.extend(label(sources, *span2, Some("defined here as well")));
        }
        ResolveErrorKind::PackageNotFound { requested, known, .. } => {
            let known = known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            let help = match known.as_str() {
                "" => "no other package is known here".to_string(),
                _ => format!("the packages known here are {known}"),
            };
            return Fault { labels, ..Fault::new(format!("package `{requested}` not found")).with_help(help) };
        }
        _ => {}
    }
    Fault { labels, ..Fault::new(error.to_string()) }
}

fn label(sources: &SourceMap, span: Span, text: Option<&str>) -> Vec<Label> {
    let location = sources.resolve_span(span).map(|location| Label {
        path: Some(location.path.to_string()),
        start: location.range.start as u32,
        end: location.range.end as u32,
        text: text.map(str::to_string),
    });
    location.into_iter().collect()
}
