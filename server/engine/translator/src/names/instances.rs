//! Instantiates the tree of components without running anything: which instances there are, in which order, and which function
//! each export of an instance is in the end.

use super::read::{Component, Definition, Tree};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use wasmparser::{ComponentExternalKind, ComponentOuterAliasKind};

/// A composition may double at every level; the names of more instances than this help nobody.
const MOST_INSTANCES: usize = 10_000;

#[derive(Default)]
pub struct Run {
    /// In the order in which the translator numbers them: the root, then depth-first.
    pub instances: Vec<Instance>,
    /// Where each lifted function is exported by its own component: by component and function index.
    pub lifted_as: HashMap<(usize, u32), ExportedAs>,
}

pub struct Instance {
    pub component: usize,
    /// The instance that made this one; None for the root.
    pub parent: Option<usize>,
    pub name: Option<String>,
}

pub struct ExportedAs {
    pub interface: Option<String>,
    pub function: String,
}

type Items = BTreeMap<String, Item>;

#[derive(Clone)]
enum Item {
    /// The function that a component lifts, by its index there.
    Lifted(usize, u32),
    Instance(Rc<Items>),
    Component(usize, Rc<Scope>),
    /// Modules, types, values, and all that comes from outside.
    Other,
}

/// The items of a component that is being instantiated; an inner component sees those that were there when it was defined.
#[derive(Default)]
struct Scope {
    outer: Option<Rc<Scope>>,
    components: RefCell<Vec<Item>>,
    instances: RefCell<Vec<Item>>,
    functions: RefCell<Vec<Item>>,
}

/// A component that is being instantiated.
struct Frame {
    instance: usize,
    component: usize,
    scope: Rc<Scope>,
    arguments: Items,
}

pub fn instantiate(tree: &Tree) -> Run {
    let mut walk = Walk { tree, run: Run::default() };
    if let Some(root) = tree.components.first() {
        if let Some(instance) = walk.instance(0, None, root.name.as_ref()) {
            walk.component(Frame { instance, component: 0, scope: Rc::default(), arguments: Items::new() });
        }
    }
    walk.run
}

struct Walk<'a> {
    tree: &'a Tree,
    run: Run,
}

impl Walk<'_> {
    /// Instantiates a component; answers what it exports, or None where there are too many instances.
    fn component(&mut self, frame: Frame) -> Option<Items> {
        let component = &self.tree.components[frame.component];
        for definition in &component.definitions {
            self.define(&frame, component, definition)?;
        }
        let exports = frame.scope.items(&component.exports);
        self.note_exports(frame.component, component, &exports);
        Some(exports)
    }

    fn define(&mut self, frame: &Frame, component: &Component, definition: &Definition) -> Option<()> {
        let Frame { scope, .. } = frame;
        match definition {
            Definition::Import { name, kind } => scope.add(*kind, frame.arguments.get(name).cloned().unwrap_or(Item::Other)),
            Definition::Export { kind, index } => scope.add(*kind, scope.item(*kind, *index)),
            Definition::Component(inner) => scope.add(ComponentExternalKind::Component, Item::Component(*inner, scope.clone())),
            Definition::Instantiate { component: index, arguments } => {
                let made = match scope.item(ComponentExternalKind::Component, *index) {
                    Item::Component(inner, outer) => {
                        let name = component.instance_names.get(&scope.next_instance());
                        let instance = self.instance(inner, Some(frame.instance), name)?;
                        let scope_of_inner = Rc::new(Scope { outer: Some(outer), ..Scope::default() });
                        let arguments = scope.items(arguments);
                        let inner = Frame { instance, component: inner, scope: scope_of_inner, arguments };
                        Item::Instance(Rc::new(self.component(inner)?))
                    }
                    _ => Item::Other,
                };
                scope.add(ComponentExternalKind::Instance, made);
            }
            Definition::InstanceOf(items) => {
                scope.add(ComponentExternalKind::Instance, Item::Instance(Rc::new(scope.items(items))));
            }
            Definition::AliasExport { kind, instance, name } => {
                let item = match scope.item(ComponentExternalKind::Instance, *instance) {
                    Item::Instance(items) => items.get(name).cloned(),
                    _ => None,
                };
                scope.add(*kind, item.unwrap_or(Item::Other));
            }
            Definition::AliasOuter { kind: ComponentOuterAliasKind::Component, count, index } => {
                let mut from = Some(scope.clone());
                for _ in 0..*count {
                    from = from.and_then(|scope| scope.outer.clone());
                }
                let item = from.map_or(Item::Other, |scope| scope.item(ComponentExternalKind::Component, *index));
                scope.add(ComponentExternalKind::Component, item);
            }
            Definition::Lift { .. } => {
                let index = scope.functions.borrow().len() as u32;
                scope.add(ComponentExternalKind::Func, Item::Lifted(frame.component, index));
            }
            Definition::AliasOuter { .. }
            | Definition::Module
            | Definition::AliasCore { .. }
            | Definition::Lower { .. }
            | Definition::Intrinsic => {}
        }
        Some(())
    }

    /// Numbers a new instance. Where nobody named it, it is called after the component, or else after the first interface that
    /// it exports.
    fn instance(&mut self, component: usize, parent: Option<usize>, name: Option<&String>) -> Option<usize> {
        if self.run.instances.len() >= MOST_INSTANCES {
            return None;
        }
        let definition = &self.tree.components[component];
        let name = name.or(definition.name.as_ref()).cloned();
        let name = if parent.is_some() { name.or_else(|| first_interface(definition)) } else { name };
        self.run.instances.push(Instance { component, parent, name });
        Some(self.run.instances.len() - 1)
    }

    /// Notes under which names a component exports the functions that it lifts itself. The first name counts.
    fn note_exports(&mut self, id: usize, component: &Component, exports: &Items) {
        for (name, _, _) in &component.exports {
            match exports.get(name) {
                Some(Item::Lifted(of, index)) if *of == id => self.note(id, *index, None, name),
                Some(Item::Instance(items)) => {
                    for (function, item) in items.iter() {
                        if let Item::Lifted(of, index) = item
                            && *of == id
                        {
                            self.note(id, *index, Some(name), function);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn note(&mut self, component: usize, index: u32, interface: Option<&String>, function: &str) {
        let exported = ExportedAs { interface: interface.cloned(), function: function.to_string() };
        self.run.lifted_as.entry((component, index)).or_insert(exported);
    }
}

/// `catalog` where the first instance exported is `shop:checkout/catalog@0.1.0`.
fn first_interface(component: &Component) -> Option<String> {
    let (name, ..) = component.exports.iter().find(|(_, kind, _)| *kind == ComponentExternalKind::Instance)?;
    let without_version = name.split('@').next()?;
    without_version.rsplit('/').next().map(str::to_string)
}

impl Scope {
    fn next_instance(&self) -> u32 {
        self.instances.borrow().len() as u32
    }

    fn space(&self, kind: ComponentExternalKind) -> Option<&RefCell<Vec<Item>>> {
        match kind {
            ComponentExternalKind::Component => Some(&self.components),
            ComponentExternalKind::Instance => Some(&self.instances),
            ComponentExternalKind::Func => Some(&self.functions),
            ComponentExternalKind::Module | ComponentExternalKind::Type | ComponentExternalKind::Value => None,
        }
    }

    fn add(&self, kind: ComponentExternalKind, item: Item) {
        if let Some(space) = self.space(kind) {
            space.borrow_mut().push(item);
        }
    }

    fn item(&self, kind: ComponentExternalKind, index: u32) -> Item {
        let found = self.space(kind).and_then(|space| space.borrow().get(index as usize).cloned());
        found.unwrap_or(Item::Other)
    }

    fn items(&self, named: &[(String, ComponentExternalKind, u32)]) -> Items {
        named.iter().map(|(name, kind, index)| (name.clone(), self.item(*kind, *index))).collect()
    }
}
