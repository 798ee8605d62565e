//! The names and types that a link plan lacks, read from the component itself: `names.ts` beside the crates says what each
//! field of the JSON is. Whatever cannot be resolved is left out; nothing here is an error.

mod functions;
mod instances;
mod read;
mod types;

use serde_json::{Value, json};

/// The JSON of `ComponentNames` for a component that has been translated without error.
pub fn write(component: &[u8]) -> String {
    let tree = read::read(component).unwrap_or_default();
    let run = instances::instantiate(&tree);
    let (lifts, lowers) = functions::describe(&tree, &run);
    json!({
        "components": tree.components.iter().enumerate().map(|(id, component)| {
            json!({ "id": id, "name": component.name, "parent": component.parent })
        }).collect::<Vec<_>>(),
        "instances": run.instances.iter().enumerate().map(|(index, instance)| {
            json!({ "index": index, "component": instance.component, "parent": instance.parent, "name": instance.name })
        }).collect::<Vec<_>>(),
        "modules": tree.modules.iter().enumerate().map(|(index, module)| {
            json!({ "index": index, "component": module.component, "name": module.name })
        }).collect::<Vec<_>>(),
        "lifts": Value::Array(lifts),
        "lowers": Value::Array(lowers),
    })
    .to_string()
}
