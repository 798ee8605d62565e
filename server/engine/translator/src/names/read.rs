//! The tree of components in a binary: for each the definitions that matter for names, in their order, and its types.

use std::collections::HashMap;
use wasmparser::types::Types;
use wasmparser::{
    CanonicalFunction, CanonicalOption, ComponentAlias, ComponentExternalKind, ComponentInstance, ComponentName,
    ComponentNameSectionReader, ComponentOuterAliasKind, Encoding, ExternalKind, KnownCustom, Name, NameMap, Parser, Payload,
    Result, ValidPayload, Validator,
};

#[derive(Default)]
pub struct Tree {
    /// In order of appearance, a component before those in it; the root is 0.
    pub components: Vec<Component>,
    /// In order of appearance, as the translator numbers them.
    pub modules: Vec<Module>,
}

pub struct Module {
    pub component: usize,
    pub name: Option<String>,
}

/// A component as it is written. All indices are into its own index spaces.
#[derive(Default)]
pub struct Component {
    pub parent: Option<usize>,
    pub name: Option<String>,
    pub definitions: Vec<Definition>,
    pub imports: Vec<String>,
    pub exports: Vec<(String, ComponentExternalKind, u32)>,
    /// None while the component is being read.
    pub types: Option<Types>,
    pub instance_names: HashMap<u32, String>,
    component_names: HashMap<u32, String>,
    module_names: HashMap<u32, String>,
    /// The next free index of the component and module index spaces: names are given by index.
    next_component: u32,
    next_module: u32,
    own_components: Vec<(u32, usize)>,
    own_modules: Vec<(u32, usize)>,
}

/// What adds an item to an index space.
pub enum Definition {
    Import {
        name: String,
        kind: ComponentExternalKind,
    },
    /// An export is an item once more.
    Export {
        kind: ComponentExternalKind,
        index: u32,
    },
    Module,
    Component(usize),
    Instantiate {
        component: u32,
        arguments: Vec<(String, ComponentExternalKind, u32)>,
    },
    InstanceOf(Vec<(String, ComponentExternalKind, u32)>),
    AliasExport {
        kind: ComponentExternalKind,
        instance: u32,
        name: String,
    },
    AliasOuter {
        kind: ComponentOuterAliasKind,
        count: u32,
        index: u32,
    },
    AliasCore {
        kind: ExternalKind,
        name: String,
    },
    Lift {
        core_function: u32,
        encoding: &'static str,
        memory: Option<u32>,
    },
    Lower {
        function: u32,
    },
    /// Any other canonical function: a core function without a name.
    Intrinsic,
}

/// Reads a binary that has been found to be valid.
pub fn read(binary: &[u8]) -> Result<Tree> {
    let mut tree = Tree::default();
    let mut validator = Validator::new_with_features(crate::features());
    // What is being read, from the outside in: components by their number, modules as None.
    let mut open: Vec<Option<usize>> = Vec::new();
    for payload in Parser::new(0).parse_all(binary) {
        let payload = payload?;
        let valid = validator.payload(&payload)?;
        if let Payload::Version { encoding, .. } = &payload {
            let parent = open.last().copied().flatten();
            open.push((*encoding == Encoding::Component).then(|| tree.open_component(parent)));
            continue;
        }
        match (open.last().copied().flatten(), &payload) {
            (Some(id), Payload::End(_)) => {
                if let ValidPayload::End(types) = valid {
                    tree.components[id].types = Some(types);
                }
                open.pop();
            }
            (None, Payload::End(_)) => drop(open.pop()),
            (Some(id), Payload::ModuleSection { .. }) => tree.define_module(id),
            (Some(id), payload) => tree.components[id].section(payload)?,
            (None, Payload::CustomSection(section)) => {
                if let (KnownCustom::Name(names), Some(module)) = (section.as_known(), tree.modules.last_mut()) {
                    let own = names.into_iter().find_map(|part| match part {
                        Ok(Name::Module { name, .. }) => Some(name.to_string()),
                        _ => None,
                    });
                    module.name = own.or(module.name.take());
                }
            }
            (None, _) => {}
        }
    }
    tree.name_parts();
    Ok(tree)
}

impl Tree {
    fn open_component(&mut self, parent: Option<usize>) -> usize {
        let id = self.components.len();
        self.components.push(Component { parent, ..Component::default() });
        if let Some(parent) = parent {
            let parent = &mut self.components[parent];
            parent.own_components.push((parent.next_component, id));
            parent.add(Definition::Component(id));
        }
        id
    }

    fn define_module(&mut self, component: usize) {
        let index = self.modules.len();
        self.modules.push(Module { component, name: None });
        let component = &mut self.components[component];
        component.own_modules.push((component.next_module, index));
        component.add(Definition::Module);
    }

    /// A component or module that does not name itself gets the name that its parent has for it.
    fn name_parts(&mut self) {
        for id in 0..self.components.len() {
            for (index, child) in std::mem::take(&mut self.components[id].own_components) {
                let name = self.components[id].component_names.get(&index).cloned();
                let own = &mut self.components[child].name;
                *own = own.take().or(name);
            }
            for (index, module) in std::mem::take(&mut self.components[id].own_modules) {
                let name = self.components[id].module_names.get(&index).cloned();
                let own = &mut self.modules[module].name;
                *own = own.take().or(name);
            }
        }
    }
}

impl Component {
    fn add(&mut self, definition: Definition) {
        match &definition {
            Definition::Module
            | Definition::Import { kind: ComponentExternalKind::Module, .. }
            | Definition::Export { kind: ComponentExternalKind::Module, .. }
            | Definition::AliasExport { kind: ComponentExternalKind::Module, .. }
            | Definition::AliasOuter { kind: ComponentOuterAliasKind::CoreModule, .. } => self.next_module += 1,
            Definition::Component(_)
            | Definition::Import { kind: ComponentExternalKind::Component, .. }
            | Definition::Export { kind: ComponentExternalKind::Component, .. }
            | Definition::AliasExport { kind: ComponentExternalKind::Component, .. }
            | Definition::AliasOuter { kind: ComponentOuterAliasKind::Component, .. } => self.next_component += 1,
            _ => {}
        }
        self.definitions.push(definition);
    }

    fn section(&mut self, payload: &Payload) -> Result<()> {
        match payload {
            Payload::ComponentImportSection(section) => {
                for import in section.clone() {
                    let import = import?;
                    let name = import.name.name.to_string();
                    self.imports.push(name.clone());
                    self.add(Definition::Import { name, kind: import.ty.kind() });
                }
            }
            Payload::ComponentExportSection(section) => {
                for export in section.clone() {
                    let export = export?;
                    self.exports.push((export.name.name.to_string(), export.kind, export.index));
                    self.add(Definition::Export { kind: export.kind, index: export.index });
                }
            }
            Payload::ComponentInstanceSection(section) => {
                for instance in section.clone() {
                    self.add(instance_of(instance?));
                }
            }
            Payload::ComponentAliasSection(section) => {
                for alias in section.clone() {
                    self.add(alias_of(alias?));
                }
            }
            Payload::ComponentCanonicalSection(section) => {
                for function in section.clone() {
                    self.add(canonical(function?));
                }
            }
            Payload::CustomSection(section) => {
                if let KnownCustom::ComponentName(names) = section.as_known() {
                    self.names(names);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Names are a convenience: what is damaged in their section is passed over.
    fn names(&mut self, section: ComponentNameSectionReader) {
        for part in section.into_iter().flatten() {
            match part {
                ComponentName::Component { name, .. } => self.name = Some(name.to_string()),
                ComponentName::Instances(map) => self.instance_names = table(map),
                ComponentName::Components(map) => self.component_names = table(map),
                ComponentName::CoreModules(map) => self.module_names = table(map),
                _ => {}
            }
        }
    }
}

fn table(map: NameMap) -> HashMap<u32, String> {
    map.into_iter().flatten().map(|naming| (naming.index, naming.name.to_string())).collect()
}

fn instance_of(instance: ComponentInstance) -> Definition {
    match instance {
        ComponentInstance::Instantiate { component_index, args } => Definition::Instantiate {
            component: component_index,
            arguments: args.iter().map(|argument| (argument.name.to_string(), argument.kind, argument.index)).collect(),
        },
        ComponentInstance::FromExports(exports) => {
            let items = exports.iter().map(|export| (export.name.name.to_string(), export.kind, export.index));
            Definition::InstanceOf(items.collect())
        }
    }
}

fn alias_of(alias: ComponentAlias) -> Definition {
    match alias {
        ComponentAlias::InstanceExport { kind, instance_index, name } => {
            Definition::AliasExport { kind, instance: instance_index, name: name.to_string() }
        }
        ComponentAlias::CoreInstanceExport { kind, name, .. } => Definition::AliasCore { kind, name: name.to_string() },
        ComponentAlias::Outer { kind, count, index } => Definition::AliasOuter { kind, count, index },
    }
}

fn canonical(function: CanonicalFunction) -> Definition {
    match function {
        CanonicalFunction::Lift { core_func_index, options, .. } => Definition::Lift {
            core_function: core_func_index,
            encoding: options.iter().find_map(encoding).unwrap_or("utf8"),
            memory: options.iter().find_map(|option| match option {
                CanonicalOption::Memory(index) => Some(*index),
                _ => None,
            }),
        },
        CanonicalFunction::Lower { func_index, .. } => Definition::Lower { function: func_index },
        _ => Definition::Intrinsic,
    }
}

fn encoding(option: &CanonicalOption) -> Option<&'static str> {
    match option {
        CanonicalOption::UTF8 => Some("utf8"),
        CanonicalOption::UTF16 => Some("utf16"),
        CanonicalOption::CompactUTF16 => Some("latin1+utf16"),
        _ => None,
    }
}
