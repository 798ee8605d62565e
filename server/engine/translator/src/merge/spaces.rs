//! Where everything of the merged instances stands in the numbering of the merged module.

use super::read::{CoreModule, KINDS, Kind, import_kind};
use super::{Instance, Source};
use std::collections::HashMap;
use wasmparser::TypeRef;

/// Something that the merged module imports: the module of whose types its type speaks, and the type.
pub struct HostImport {
    pub name: String,
    pub module: u32,
    pub ty: TypeRef,
}

/// The numbering of one instance: by kind, from its own indices to those of the merged module.
#[derive(Default, Clone)]
pub struct Numbering {
    by_kind: [Vec<u32>; KINDS.len()],
    pub types: Range,
    pub elements: Range,
    pub data: Range,
}

/// What is numbered one after the other: where that begins in the merged module, and how many there are.
#[derive(Default, Clone, Copy)]
pub struct Range {
    pub first: u32,
    pub count: u32,
}

impl Range {
    /// The number in the merged module; nothing where the instance has no such thing: the next number is another's.
    pub fn index(self, index: u32) -> Option<u32> {
        (index < self.count).then(|| self.first + index)
    }
}

impl Numbering {
    /// Of a module whose types are all that matters.
    pub fn of_types(types: Range) -> Self {
        Numbering { types, ..Numbering::default() }
    }

    pub fn index(&self, kind: Kind, index: u32) -> Option<u32> {
        self.by_kind[kind as usize].get(index as usize).copied()
    }
}

pub struct Spaces {
    pub host: Vec<HostImport>,
    pub instances: Vec<Numbering>,
    /// Instances in the order in which their memories and tables are defined.
    pub size_order: Vec<usize>,
    /// By module, its types.
    pub types: Vec<Range>,
    pub type_count: u32,
}

/// Numbers everything. Memory and table of the instance with the most code come first: engines reach the first of them quickest.
pub fn number(modules: &[CoreModule], instances: &[Instance]) -> Result<Spaces, String> {
    let mut size_order: Vec<usize> = (0..instances.len()).collect();
    size_order.sort_by_key(|&at| std::cmp::Reverse(modules[instances[at].module as usize].code_size));
    let (host, numbers) = host_imports(modules, instances)?;
    let bases = bases(modules, instances, &host, &size_order);
    let mut types = Vec::new();
    let mut type_count = 0;
    for module in modules {
        types.push(Range { first: type_count, count: module.type_count });
        type_count += module.type_count;
    }
    let resolver = Resolver { modules, instances, host: &numbers, bases: &bases };
    let mut numberings = Vec::new();
    let (mut elements, mut data) = (0, 0);
    for (at, instance) in instances.iter().enumerate() {
        let module = &modules[instance.module as usize];
        let mut numbering = Numbering {
            types: types[instance.module as usize],
            elements: Range { first: elements, count: module.elements.len() as u32 },
            data: Range { first: data, count: module.data.len() as u32 },
            ..Numbering::default()
        };
        for kind in KINDS {
            let mut indices =
                (0..module.imported(kind)).map(|index| resolver.resolve(at, kind, index)).collect::<Result<Vec<_>, _>>()?;
            let base = bases[at][kind as usize];
            indices.extend(base..base + module.defined(kind));
            numbering.by_kind[kind as usize] = indices;
        }
        elements += module.elements.len() as u32;
        data += module.data.len() as u32;
        numberings.push(numbering);
    }
    Ok(Spaces { host, instances: numberings, size_order, types, type_count })
}

/// What the host gives has one number for each name and kind.
type HostNumbers<'a> = HashMap<(Kind, &'a str), u32>;

fn host_imports<'a>(modules: &[CoreModule], instances: &'a [Instance]) -> Result<(Vec<HostImport>, HostNumbers<'a>), String> {
    let mut found: Vec<HostImport> = Vec::new();
    let mut numbers = HostNumbers::new();
    let mut next = Bases::default();
    for instance in instances {
        let module = &modules[instance.module as usize];
        if module.imports.len() != instance.imports.len() {
            return Err(format!(
                "module {} has {} imports, and {} are given",
                instance.module,
                module.imports.len(),
                instance.imports.len()
            ));
        }
        for (import, source) in module.imports.iter().zip(&instance.imports) {
            if let Source::Host(name) = source {
                let kind = import_kind(&import.ty);
                numbers.entry((kind, name.as_str())).or_insert_with(|| {
                    found.push(HostImport { name: name.clone(), module: instance.module, ty: import.ty });
                    next[kind as usize] += 1;
                    next[kind as usize] - 1
                });
            }
        }
    }
    Ok((found, numbers))
}

type Bases = [u32; KINDS.len()];

/// By instance and kind the number of the first thing that the instance defines itself.
fn bases(modules: &[CoreModule], instances: &[Instance], host: &[HostImport], size_order: &[usize]) -> Vec<Bases> {
    let mut bases = vec![Bases::default(); instances.len()];
    for kind in KINDS {
        let mut next = host.iter().filter(|import| import_kind(&import.ty) == kind).count() as u32;
        let order: Vec<usize> =
            if matches!(kind, Kind::Memory | Kind::Table) { size_order.to_vec() } else { (0..instances.len()).collect() };
        for at in order {
            bases[at][kind as usize] = next;
            next += modules[instances[at].module as usize].defined(kind);
        }
    }
    bases
}

struct Resolver<'a> {
    modules: &'a [CoreModule<'a>],
    instances: &'a [Instance],
    host: &'a HostNumbers<'a>,
    bases: &'a [Bases],
}

impl Resolver<'_> {
    /// The number of what an instance calls `index`: its own, or that of whoever defines what it imports.
    fn resolve(&self, at: usize, kind: Kind, index: u32) -> Result<u32, String> {
        let (mut at, mut index) = (at, index);
        // What is exported again and again comes from an instance at last, unless they are in a circle.
        for _ in 0..=self.instances.len() {
            let instance = &self.instances[at];
            let module = &self.modules[instance.module as usize];
            let Some(position) = module.import_position(kind, index) else {
                return Ok(self.bases[at][kind as usize] + index - module.imported(kind));
            };
            match &instance.imports[position] {
                Source::Host(name) => {
                    let number = self.host.get(&(kind, name.as_str())).copied();
                    return number.ok_or_else(|| format!("nothing is imported as {name}"));
                }
                Source::Instance(from, name) => {
                    let exporter = self.instances.get(*from as usize).ok_or_else(|| format!("there is no instance {from}"))?;
                    match self.modules[exporter.module as usize].exports.get(name.as_str()) {
                        Some(&(found, exported)) if found == kind => (at, index) = (*from as usize, exported),
                        _ => return Err(format!("instance {from} exports no {kind:?} {name}")),
                    }
                }
            }
        }
        Err("instances import one another in a circle".into())
    }
}
