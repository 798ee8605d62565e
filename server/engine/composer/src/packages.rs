//! The packages that a `.wac` document refers to.

use crate::exports::witness::engine::wac::Reference;
use crate::{Fault, fault};
use wac_parser::{
    Document, Expr, ExternType, ImportType, InlineInterface, InstantiationArgument, InterfaceItem, PackageName, PackagePath,
    PrimaryExpr, Statement, TypeStatement, Use, UsePath, WorldItem, WorldItemPath, WorldRef,
};

/// The packages by name and version in the order of their first mention; the document's own is none of them.
pub fn references(source: &str) -> Result<Vec<Reference>, Fault> {
    Document::parse(source).map(|document| of_document(&document)).map_err(fault::from_diagnostic)
}

/// As `references`, of a document that is parsed already.
pub fn of_document(document: &Document) -> Vec<Reference> {
    let own = &document.directive.package;
    let mut walk = Walk { own: (own.name, version_of(&own.version)), found: Vec::new() };
    if let Some(targets) = &document.directive.targets {
        walk.path(targets);
    }
    for statement in &document.statements {
        walk.statement(statement);
    }
    walk.found
}

fn version_of(version: &Option<semver::Version>) -> Option<String> {
    version.as_ref().map(ToString::to_string)
}

struct Walk<'a> {
    own: (&'a str, Option<String>),
    found: Vec<Reference>,
}

impl Walk<'_> {
    fn statement(&mut self, statement: &Statement) {
        match statement {
            Statement::Import(import) => match &import.ty {
                ImportType::Package(path) => self.path(path),
                ImportType::Interface(interface) => self.inline(interface),
                ImportType::Func(_) | ImportType::Ident(_) => {}
            },
            Statement::Type(TypeStatement::Interface(interface)) => self.items(&interface.items),
            Statement::Type(TypeStatement::World(world)) => world.items.iter().for_each(|item| self.world_item(item)),
            Statement::Type(TypeStatement::Type(_)) => {}
            Statement::Let(binding) => self.expression(&binding.expr),
            Statement::Export(export) => self.expression(&export.expr),
        }
    }

    fn expression(&mut self, expression: &Expr) {
        match &expression.primary {
            PrimaryExpr::New(new) => {
                self.name(&new.package);
                for argument in &new.arguments {
                    if let InstantiationArgument::Named(named) = argument {
                        self.expression(&named.expr);
                    }
                }
            }
            PrimaryExpr::Nested(nested) => self.expression(&nested.inner),
            PrimaryExpr::Ident(_) => {}
        }
    }

    fn world_item(&mut self, item: &WorldItem) {
        match item {
            WorldItem::Use(using) => self.using(using),
            WorldItem::Import(import) => self.world_path(&import.path),
            WorldItem::Export(export) => self.world_path(&export.path),
            WorldItem::Include(include) => {
                if let WorldRef::Package(path) = &include.world {
                    self.path(path);
                }
            }
            WorldItem::Type(_) => {}
        }
    }

    fn world_path(&mut self, path: &WorldItemPath) {
        match path {
            WorldItemPath::Package(path) => self.path(path),
            WorldItemPath::Named(named) => {
                if let ExternType::Interface(interface) = &named.ty {
                    self.inline(interface);
                }
            }
            WorldItemPath::Ident(_) => {}
        }
    }

    fn inline(&mut self, interface: &InlineInterface) {
        self.items(&interface.items);
    }

    fn items(&mut self, items: &[InterfaceItem]) {
        for item in items {
            if let InterfaceItem::Use(using) = item {
                self.using(using);
            }
        }
    }

    fn using(&mut self, using: &Use) {
        if let UsePath::Package(path) = &using.path {
            self.path(path);
        }
    }

    fn path(&mut self, path: &PackagePath) {
        let span = path.package_name_span();
        self.add(path.name, &path.version, span.offset(), span.len());
    }

    fn name(&mut self, package: &PackageName) {
        self.add(package.name, &package.version, package.span.offset(), package.span.len());
    }

    fn add(&mut self, name: &str, version: &Option<semver::Version>, start: usize, length: usize) {
        let version = version_of(version);
        let own = name == self.own.0 && version == self.own.1;
        if own || self.found.iter().any(|seen| seen.name == name && seen.version == version) {
            return;
        }
        let name = name.to_string();
        self.found.push(Reference { name, version, start: start as u32, end: (start + length) as u32 });
    }
}
