//! Puts all instances of core modules that a link plan makes into one module. Engines inline calls within a module, and none between
//! instances; and one instance is quicker to make than many.
//!
//! Each instance keeps its own functions, tables, memories, globals and segments; the same module twice is there twice.
//! What instances import from one another is numbered anew; what they import from the host the merged module imports. Nothing
//! happens when it is instantiated: for each instance with something to do there is an export `start N`.

mod code;
mod copies;
mod direct;
mod read;
mod scan;
mod spaces;
mod start;

use code::{Places, Renumber};
use read::{CoreModule, Kind, import_kind};
use spaces::{Numbering, Spaces};
use std::collections::BTreeSet;
use std::convert::Infallible;
use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{
    CodeSection, DataCountSection, DataSection, ElementSection, Elements, EntityType, ExportKind, ExportSection, FunctionSection,
    GlobalSection, ImportSection, MemorySection, Module, NameMap, NameSection, TableSection, TagSection, TypeSection,
};

/// Where an import comes from: an export of an instance, or the host, by a name.
pub enum Source {
    Host(String),
    Instance(u32, String),
}

pub struct Instance {
    pub module: u32,
    /// In the order of the module's imports.
    pub imports: Vec<Source>,
}

pub struct Merged {
    pub module: Vec<u8>,
    /// By instance the number of its first own function.
    pub functions: Vec<u32>,
    /// The offset in `module` from which `places` counts.
    pub code: u32,
    pub places: Vec<u8>,
}

/// The module by which the merged one imports what the host gives.
const HOST: &str = "host";
const NAME: &str = "merged";

/// A module that is instantiated a hundred times is in the merged one a hundred times. Beyond this size it takes the engine longer to compile all
/// of them than calls could ever win.
const MOST_BYTES: usize = 128 << 20;

/// Merges instances. `exports` are the exports of instances that the host needs: each is exported as `INSTANCE NAME`.
pub fn merge(modules: &[Vec<u8>], instances: &[Instance], exports: &[(u32, String)]) -> Result<Merged, String> {
    let modules: Vec<CoreModule> =
        modules.iter().map(|bytes| CoreModule::read(bytes).map_err(|error| error.to_string())).collect::<Result<_, _>>()?;
    if instances.iter().any(|instance| instance.module as usize >= modules.len()) {
        return Err("an instance is made of a module that is not there".into());
    }
    let size: usize = instances.iter().map(|instance| size_of(&modules[instance.module as usize])).sum();
    if size > MOST_BYTES {
        return Err(format!("the module would have {} MB, since each instance has its own code", size >> 20));
    }
    let spaces = spaces::number(&modules, instances)?;
    let exported = exports
        .iter()
        .map(|(instance, name)| find_export(&modules, instances, &spaces, *instance, name))
        .collect::<Result<Vec<_>, _>>()?;
    let merging = Merging { modules, instances, spaces };
    merging.write(&exported, exports).map_err(|error| error.to_string())
}

fn size_of(module: &CoreModule) -> usize {
    module.code_size + module.data_size
}

fn find_export(
    modules: &[CoreModule],
    instances: &[Instance],
    spaces: &Spaces,
    instance: u32,
    name: &str,
) -> Result<(Kind, u32), String> {
    let missing = || format!("instance {instance} has no export {name}");
    let module = instances.get(instance as usize).ok_or_else(missing)?.module as usize;
    let (kind, index) = *modules[module].exports.get(name).ok_or_else(missing)?;
    let number = spaces.instances[instance as usize].index(kind, index).ok_or_else(missing)?;
    Ok((kind, number))
}

struct Merging<'a> {
    modules: Vec<CoreModule<'a>>,
    instances: &'a [Instance],
    spaces: Spaces,
}

type Error = reencode::Error<Infallible>;

impl Merging<'_> {
    /// The instances with their modules and numbering.
    fn each(&self) -> impl Iterator<Item = (&CoreModule<'_>, Renumber<'_>)> {
        self.instances
            .iter()
            .zip(&self.spaces.instances)
            .map(|(instance, numbering)| (&self.modules[instance.module as usize], Renumber { numbering }))
    }

    fn write(&self, exported: &[(Kind, u32)], names: &[(u32, String)]) -> Result<Merged, Error> {
        let tables: Vec<u32> = exported.iter().filter(|(kind, _)| *kind == Kind::Table).map(|(_, index)| *index).collect();
        let direct = direct::find(&self.modules, self.instances, &self.spaces, &tables);
        let mut exports = ExportSection::new();
        for ((kind, number), (instance, name)) in exported.iter().zip(names) {
            exports.export(&format!("{instance} {name}"), export_kind(*kind), *number);
        }
        let mut functions = self.functions();
        let mut firsts = Vec::new();
        let mut next = self.host_count(Kind::Function);
        let (mut elements, mut data) = (ElementSection::new(), DataSection::new());
        let (mut code, mut places, mut declared) = (CodeSection::new(), Places::default(), BTreeSet::new());
        for (module, renumber) in self.each() {
            firsts.push(next);
            next += module.functions.len() as u32;
            start::add_segments(&mut elements, &mut data, module, renumber.numbering)?;
            code::add_functions(&mut code, &mut places, &mut declared, module, renumber.numbering, &direct)?;
        }
        if !declared.is_empty() {
            elements.declared(Elements::Functions(declared.into_iter().collect()));
        }
        for (at, (module, renumber)) in self.each().enumerate() {
            let Some(function) = start::function(module, renumber.numbering)? else { continue };
            code.function(&function);
            functions.function(self.spaces.type_count);
            exports.export(&format!("start {at}"), ExportKind::Func, next);
            next += 1;
        }
        let mut merged = Module::new();
        merged.section(&self.types()?).section(&self.imports()?).section(&functions).section(&self.tables()?);
        merged.section(&self.memories()?).section(&self.tags()?).section(&self.globals()?).section(&exports).section(&elements);
        merged.section(&DataCountSection { count: data.len() });
        // The section begins with its number, its size and the count of its functions.
        let count = code::leb_length(code.len() as usize);
        let start = merged.as_slice().len() + 1 + code::leb_length(count + code.byte_len()) + count;
        merged.section(&code).section(&data).section(&self.names(&firsts));
        Ok(Merged { module: merged.finish(), functions: firsts, code: start as u32, places: places.into_bytes() })
    }

    fn host_count(&self, kind: Kind) -> u32 {
        self.spaces.host.iter().filter(|import| import_kind(&import.ty) == kind).count() as u32
    }

    /// The types of all modules, one after the other, and that of the start functions.
    fn types(&self) -> Result<TypeSection, Error> {
        let mut types = TypeSection::new();
        for (module, first) in self.modules.iter().zip(&self.spaces.types) {
            let numbering = Numbering::of_types(*first);
            if let Some(section) = module.types.clone() {
                Renumber { numbering: &numbering }.parse_type_section(&mut types, section)?;
            }
        }
        types.ty().function([], []);
        Ok(types)
    }

    fn imports(&self) -> Result<ImportSection, Error> {
        let mut imports = ImportSection::new();
        for import in &self.spaces.host {
            let numbering = Numbering::of_types(self.spaces.types[import.module as usize]);
            let ty: EntityType = Renumber { numbering: &numbering }.entity_type(import.ty)?;
            imports.import(HOST, &import.name, ty);
        }
        Ok(imports)
    }

    fn functions(&self) -> FunctionSection {
        let mut functions = FunctionSection::new();
        for (module, Renumber { numbering }) in self.each() {
            for ty in &module.functions {
                functions.function(numbering.types.index(*ty).unwrap_or(u32::MAX));
            }
        }
        functions
    }

    fn tables(&self) -> Result<TableSection, Error> {
        let mut tables = TableSection::new();
        for &at in &self.spaces.size_order {
            let mut renumber = Renumber { numbering: &self.spaces.instances[at] };
            let module = &self.modules[self.instances[at].module as usize];
            if let Some(section) = module.tables.clone() {
                renumber.parse_table_section(&mut tables, section)?;
            }
        }
        Ok(tables)
    }

    fn memories(&self) -> Result<MemorySection, Error> {
        let mut memories = MemorySection::new();
        for &at in &self.spaces.size_order {
            let mut renumber = Renumber { numbering: &self.spaces.instances[at] };
            for ty in &self.modules[self.instances[at].module as usize].memories {
                memories.memory(renumber.memory_type(*ty)?);
            }
        }
        Ok(memories)
    }

    fn tags(&self) -> Result<TagSection, Error> {
        let mut tags = TagSection::new();
        for (module, mut renumber) in self.each() {
            for ty in &module.tags {
                tags.tag(renumber.tag_type(*ty)?);
            }
        }
        Ok(tags)
    }

    fn globals(&self) -> Result<GlobalSection, Error> {
        let mut globals = GlobalSection::new();
        for (module, mut renumber) in self.each() {
            if let Some(section) = module.globals.clone() {
                renumber.parse_global_section(&mut globals, section)?;
            }
        }
        Ok(globals)
    }

    /// The functions keep their names: stack traces show them.
    fn names(&self, firsts: &[u32]) -> NameSection {
        let mut functions = NameMap::new();
        for ((module, _), first) in self.each().zip(firsts) {
            let imported = module.imported(Kind::Function);
            let end = imported + module.functions.len() as u32;
            for (index, name) in module.names.iter().filter(|(index, _)| (imported..end).contains(index)) {
                functions.append(first + index - imported, name);
            }
        }
        let mut names = NameSection::new();
        names.module(NAME);
        names.functions(&functions);
        names
    }
}

fn export_kind(kind: Kind) -> ExportKind {
    match kind {
        Kind::Function => ExportKind::Func,
        Kind::Table => ExportKind::Table,
        Kind::Memory => ExportKind::Memory,
        Kind::Global => ExportKind::Global,
        Kind::Tag => ExportKind::Tag,
    }
}
