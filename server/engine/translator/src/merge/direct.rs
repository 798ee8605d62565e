//! Calls through a table that is filled once can be made directly, and the engine can inline them.
//!
//! Tools that make components let core code call its imports through such a table: the imports need the memory of the code that calls
//! them, so neither can be there first. One module holds the table and a function for each slot that does nothing but call
//! through it; another fills the table when everything is there.

use super::Instance;
use super::read::{CoreModule, Kind};
use super::spaces::Spaces;
use std::collections::HashMap;
use wasmparser::{ConstExpr, ElementItems, ElementKind, FuncType, Operator, TableInit};

/// Functions of the merged module by table and slot, where the calls of an instance through its table always come to the same.
#[derive(Default)]
pub struct DirectCalls {
    slots: HashMap<(u32, u32), (u32, FuncType)>,
}

impl DirectCalls {
    /// The function in a slot of a table, where it has exactly this signature.
    pub fn function(&self, table: u32, slot: u32, signature: Option<&FuncType>) -> Option<u32> {
        let (function, known) = self.slots.get(&(table, slot))?;
        (Some(known) == signature).then_some(*function)
    }

    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }
}

/// Finds the tables that only one instance calls through, whose functions do nothing else, and that others only fill. Those that
/// `exported` names are left out: whoever has them can change them.
pub fn find(modules: &[CoreModule], instances: &[Instance], spaces: &Spaces, exported: &[u32]) -> DirectCalls {
    let mut direct = DirectCalls::default();
    for (at, instance) in instances.iter().enumerate() {
        let module = &modules[instance.module as usize];
        let Some(table) = own_table(module).and_then(|index| spaces.instances[at].index(Kind::Table, index)) else { continue };
        if exported.contains(&table) || !module.bodies.iter().all(only_calls) {
            continue;
        }
        if let Some(slots) = fillings(modules, instances, spaces, at, table) {
            direct.slots.extend(slots.into_iter().map(|(slot, found)| ((table, slot), found)));
        }
    }
    direct
}

/// The index of the table of a module that has nothing but that table and functions.
fn own_table(module: &CoreModule) -> Option<u32> {
    let plain =
        module.elements.is_empty() && module.start.is_none() && module.defined(Kind::Global) == 0 && !module.bodies.is_empty();
    let mut tables = module.tables.clone()?.into_iter();
    let empty = matches!(tables.next()?.ok()?.init, TableInit::RefNull) && tables.next().is_none();
    (plain && empty && module.imported(Kind::Table) == 0).then_some(0)
}

/// Whether a function hands its parameters on to the one in a slot, and does nothing else.
fn only_calls(body: &wasmparser::FunctionBody) -> bool {
    let Ok(mut reader) = body.get_operators_reader() else { return false };
    let mut constant = false;
    let mut called = false;
    while !reader.eof() {
        match reader.read() {
            Ok(Operator::LocalGet { .. }) if !constant && !called => {}
            Ok(Operator::I32Const { .. }) if !constant && !called => constant = true,
            Ok(Operator::CallIndirect { .. }) if constant && !called => called = true,
            Ok(Operator::End) if called => {}
            _ => return false,
        }
    }
    called
}

type Slots = HashMap<u32, (u32, FuncType)>;

/// What is put into the table's slots; nothing where that cannot be known, or where something could call before they are filled.
fn fillings(modules: &[CoreModule], instances: &[Instance], spaces: &Spaces, owner: usize, table: u32) -> Option<Slots> {
    let mut slots = Slots::new();
    let mut last = owner;
    for (at, instance) in instances.iter().enumerate() {
        let module = &modules[instance.module as usize];
        let numbering = &spaces.instances[at];
        let has = (0..module.imported(Kind::Table)).any(|index| numbering.index(Kind::Table, index) == Some(table));
        if !has {
            continue;
        }
        if !module.bodies.is_empty() {
            return None;
        }
        last = at;
        for element in &module.elements {
            let ElementKind::Active { table_index, offset_expr } = &element.kind else { return None };
            if numbering.index(Kind::Table, table_index.unwrap_or(0))? != table {
                continue;
            }
            let ElementItems::Functions(functions) = &element.items else { return None };
            let from = constant(offset_expr)?;
            for (offset, function) in functions.clone().into_iter().enumerate() {
                let function = function.ok()?;
                let found = (numbering.index(Kind::Function, function)?, module.signature(function)?.clone());
                if slots.insert(from.checked_add(offset as u32)?, found).is_some() {
                    return None;
                }
            }
        }
    }
    let starts =
        instances[owner.min(last)..=owner.max(last)].iter().any(|instance| modules[instance.module as usize].start.is_some());
    (!starts).then_some(slots)
}

fn constant(expression: &ConstExpr) -> Option<u32> {
    let mut reader = expression.get_operators_reader();
    match (reader.read().ok()?, reader.read().ok()?) {
        (Operator::I32Const { value }, Operator::End) => u32::try_from(value).ok(),
        _ => None,
    }
}
