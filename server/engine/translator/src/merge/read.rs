//! A core module, taken apart into what is needed to put it into another one.

use std::collections::{HashMap, HashSet};
use wasmparser::{
    CompositeInnerType, Data, Element, ExternalKind, FuncType, FunctionBody, GlobalSectionReader, Import, KnownCustom,
    MemoryType, Name, Parser, Payload, SubType, TableSectionReader, TagType, TypeRef, TypeSectionReader, ValType,
};

/// The kinds of things that a module numbers apart.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Kind {
    Function,
    Table,
    Memory,
    Global,
    Tag,
}

pub const KINDS: [Kind; 5] = [Kind::Function, Kind::Table, Kind::Memory, Kind::Global, Kind::Tag];

#[derive(Default)]
pub struct CoreModule<'a> {
    pub types: Option<TypeSectionReader<'a>>,
    pub type_count: u32,
    /// By type index; null for what is no function, or one that names other types.
    pub signatures: Vec<Option<FuncType>>,
    pub imports: Vec<Import<'a>>,
    /// By kind the positions of imports among all.
    positions: [Vec<usize>; KINDS.len()],
    /// Type indices of the functions that the module defines.
    pub functions: Vec<u32>,
    pub tables: Option<TableSectionReader<'a>>,
    pub memories: Vec<MemoryType>,
    pub tags: Vec<TagType>,
    pub globals: Option<GlobalSectionReader<'a>>,
    pub exports: HashMap<&'a str, (Kind, u32)>,
    pub exported_functions: HashSet<u32>,
    pub start: Option<u32>,
    pub elements: Vec<Element<'a>>,
    pub data: Vec<Data<'a>>,
    pub bodies: Vec<FunctionBody<'a>>,
    pub names: Vec<(u32, &'a str)>,
    /// Bytes of all bodies, and of all data.
    pub code_size: usize,
    pub data_size: usize,
}

impl<'a> CoreModule<'a> {
    pub fn read(bytes: &'a [u8]) -> wasmparser::Result<Self> {
        let mut module = CoreModule::default();
        for payload in Parser::new(0).parse_all(bytes) {
            module.add(payload?)?;
        }
        Ok(module)
    }

    fn add(&mut self, payload: Payload<'a>) -> wasmparser::Result<()> {
        match payload {
            Payload::TypeSection(section) => {
                for group in section.clone() {
                    let group = group?;
                    let single = group.types().len() == 1;
                    for ty in group.types() {
                        self.type_count += 1;
                        self.signatures.push(signature_of(ty).filter(|_| single));
                    }
                }
                self.types = Some(section);
            }
            Payload::ImportSection(section) => {
                self.imports = section.into_imports().collect::<Result<_, _>>()?;
                for (position, import) in self.imports.iter().enumerate() {
                    self.positions[import_kind(&import.ty) as usize].push(position);
                }
            }
            Payload::FunctionSection(section) => self.functions = section.into_iter().collect::<Result<_, _>>()?,
            Payload::TableSection(section) => self.tables = Some(section),
            Payload::MemorySection(section) => self.memories = section.into_iter().collect::<Result<_, _>>()?,
            Payload::TagSection(section) => self.tags = section.into_iter().collect::<Result<_, _>>()?,
            Payload::GlobalSection(section) => self.globals = Some(section),
            Payload::ExportSection(section) => {
                for export in section {
                    let export = export?;
                    let kind = external_kind(export.kind);
                    self.exports.insert(export.name, (kind, export.index));
                    if kind == Kind::Function {
                        self.exported_functions.insert(export.index);
                    }
                }
            }
            Payload::StartSection { func, .. } => self.start = Some(func),
            Payload::ElementSection(section) => self.elements = section.into_iter().collect::<Result<_, _>>()?,
            Payload::DataSection(section) => {
                self.data = section.into_iter().collect::<Result<_, _>>()?;
                self.data_size = self.data.iter().map(|segment| segment.data.len()).sum();
            }
            Payload::CodeSectionEntry(body) => {
                self.code_size += body.range().len();
                self.bodies.push(body);
            }
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(names) = section.as_known() {
                    // Names are no part of the code: one that is damaged is left out.
                    for name in names.into_iter().flatten() {
                        if let Name::Function(functions) = name {
                            self.names.extend(functions.into_iter().flatten().map(|naming| (naming.index, naming.name)));
                        }
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// How many of a kind the module imports, which come first in its numbering.
    pub fn imported(&self, kind: Kind) -> u32 {
        self.positions[kind as usize].len() as u32
    }

    /// The position among all imports of what the module numbers so; nothing where it defines that itself.
    pub fn import_position(&self, kind: Kind, index: u32) -> Option<usize> {
        self.positions[kind as usize].get(index as usize).copied()
    }

    /// How many of a kind it defines itself.
    pub fn defined(&self, kind: Kind) -> u32 {
        match kind {
            Kind::Function => self.functions.len() as u32,
            Kind::Table => self.tables.as_ref().map_or(0, |section| section.count()),
            Kind::Memory => self.memories.len() as u32,
            Kind::Global => self.globals.as_ref().map_or(0, |section| section.count()),
            Kind::Tag => self.tags.len() as u32,
        }
    }

    /// The signature of a function by its index in the module.
    pub fn signature(&self, function: u32) -> Option<&FuncType> {
        let ty = match self.import_position(Kind::Function, function) {
            Some(position) => match self.imports[position].ty {
                TypeRef::Func(ty) | TypeRef::FuncExact(ty) => ty,
                _ => return None,
            },
            None => *self.functions.get((function - self.imported(Kind::Function)) as usize)?,
        };
        self.signatures.get(ty as usize)?.as_ref()
    }
}

/// The signature of a type that is the same type wherever it stands: it names no types by their index, and no other is derived from it. In a
/// group of types it would be another one, too.
fn signature_of(ty: &SubType) -> Option<FuncType> {
    let CompositeInnerType::Func(signature) = &ty.composite_type.inner else { return None };
    let names_types = |it: &ValType| it.as_reference_type().is_some_and(|it| it.type_index().is_some());
    let named = signature.params().iter().chain(signature.results()).any(names_types);
    let alone = ty.is_final && ty.supertype_idx.is_none() && !ty.composite_type.shared;
    (alone && !named).then(|| signature.clone())
}

pub fn import_kind(ty: &TypeRef) -> Kind {
    match ty {
        TypeRef::Func(_) | TypeRef::FuncExact(_) => Kind::Function,
        TypeRef::Table(_) => Kind::Table,
        TypeRef::Memory(_) => Kind::Memory,
        TypeRef::Global(_) => Kind::Global,
        TypeRef::Tag(_) => Kind::Tag,
    }
}

fn external_kind(kind: ExternalKind) -> Kind {
    match kind {
        ExternalKind::Func | ExternalKind::FuncExact => Kind::Function,
        ExternalKind::Table => Kind::Table,
        ExternalKind::Memory => Kind::Memory,
        ExternalKind::Global => Kind::Global,
        ExternalKind::Tag => Kind::Tag,
    }
}
