//! The functions that a component lifts from its core code and lowers to it, with their names and WIT types.

use super::instances::Run;
use super::read::{Component, Definition, Tree};
use super::types::Namer;
use serde_json::{Value, json};
use wasmparser::{ComponentExternalKind, ExternalKind};

/// The entries of `lifts` and `lowers`.
pub fn describe(tree: &Tree, run: &Run) -> (Vec<Value>, Vec<Value>) {
    let (mut lifts, mut lowers) = (Vec::new(), Vec::new());
    for (id, component) in tree.components.iter().enumerate() {
        let Some(namer) = Namer::of(component) else { continue };
        let mut spaces = Spaces::default();
        for definition in &component.definitions {
            match definition {
                Definition::Lift { core_function, encoding, memory } => {
                    let index = spaces.functions.len() as u32;
                    let core_export = spaces.core_functions.get(*core_function as usize).copied().flatten();
                    let memory = memory.and_then(|memory| spaces.core_memories.get(memory as usize).copied());
                    lifts.extend(core_export.and_then(|core_export| {
                        let (interface, function) = match run.lifted_as.get(&(id, index)) {
                            Some(exported) => (exported.interface.as_deref(), exported.function.as_str()),
                            None => names_in(core_export),
                        };
                        let ty = namer.exported(interface, function).or_else(|| namer.function_at(index))?;
                        Some(json!({
                            "component": id, "coreExport": core_export, "encoding": encoding, "memory": memory,
                            "interface": interface, "function": function, "type": ty,
                        }))
                    }));
                }
                Definition::Lower { function } => {
                    let origin = spaces.functions.get(*function as usize).copied().flatten();
                    lowers.extend(origin.and_then(|(interface, name)| {
                        let ty = namer.imported(interface, name).or_else(|| namer.function_at(*function))?;
                        Some(json!({ "component": id, "interface": interface, "function": name, "type": ty }))
                    }));
                }
                _ => {}
            }
            spaces.add(definition);
        }
    }
    (lifts, lowers)
}

/// The names that toolchains write into a core export: `ns:pkg/interface@version#function`, or the function alone.
fn names_in(core_export: &str) -> (Option<&str>, &str) {
    match core_export.split_once('#') {
        Some((interface, function)) => (Some(interface), function),
        None => (None, core_export),
    }
}

/// What is known of the items of a component without instantiating it.
#[derive(Default)]
struct Spaces<'a> {
    /// The name under which an instance is imported.
    instances: Vec<Option<&'a str>>,
    /// The interface and the name under which a function is imported.
    functions: Vec<Option<(Option<&'a str>, &'a str)>>,
    /// The name under which a core instance exports the function.
    core_functions: Vec<Option<&'a str>>,
    core_memories: Vec<&'a str>,
}

impl<'a> Spaces<'a> {
    fn add(&mut self, definition: &'a Definition) {
        use ComponentExternalKind::{Func, Instance};
        match definition {
            Definition::Import { name, kind: Instance } => self.instances.push(Some(name)),
            Definition::Import { name, kind: Func } => self.functions.push(Some((None, name))),
            Definition::Export { kind: Instance, index } => {
                self.instances.push(*self.instances.get(*index as usize).unwrap_or(&None))
            }
            Definition::Export { kind: Func, index } => {
                self.functions.push(*self.functions.get(*index as usize).unwrap_or(&None))
            }
            Definition::AliasExport { kind: Instance, .. } => self.instances.push(None),
            Definition::AliasExport { kind: Func, instance, name } => {
                let interface = self.instances.get(*instance as usize).copied().flatten();
                self.functions.push(interface.map(|interface| (Some(interface), name.as_str())));
            }
            Definition::Instantiate { .. } | Definition::InstanceOf(_) => self.instances.push(None),
            Definition::AliasCore { kind: ExternalKind::Func, name } => self.core_functions.push(Some(name)),
            Definition::AliasCore { kind: ExternalKind::Memory, name } => self.core_memories.push(name),
            Definition::Lift { .. } => self.functions.push(None),
            Definition::Lower { .. } | Definition::Intrinsic => self.core_functions.push(None),
            _ => {}
        }
    }
}

impl Component {
    /// The type arguments of the instances that the component makes, with their names.
    pub fn type_arguments(&self) -> impl Iterator<Item = (&str, u32)> {
        let arguments = self.definitions.iter().flat_map(|definition| match definition {
            Definition::Instantiate { arguments, .. } => arguments.as_slice(),
            _ => &[],
        });
        arguments.filter(|(_, kind, _)| *kind == ComponentExternalKind::Type).map(|(name, _, index)| (name.as_str(), *index))
    }
}
