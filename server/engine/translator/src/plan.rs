//! The link plan as JSON: `{ component, trampolines, moduleExports, types }`.

use crate::debug_text;
use serde::Serialize;
use serde_json::Value;
use wasmtime_environ::component::{Component, ComponentTranslation, ComponentTypes, StaticModuleIndex};
use wasmtime_environ::{EntityIndex, ModuleTranslation, PrimaryMap};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Plan<'a> {
    component: &'a Component,
    trampolines: Vec<Value>,
    /// For every module its exports by name: the plan refers to some of them by their index only.
    module_exports: Vec<Vec<(&'a str, &'a EntityIndex)>>,
    types: &'a ComponentTypes,
}

/// The plan of a translated component.
pub fn write(
    translation: &ComponentTranslation,
    modules: &PrimaryMap<StaticModuleIndex, ModuleTranslation<'_>>,
    types: &ComponentTypes,
) -> Result<String, serde_json::Error> {
    let trampolines = translation.trampolines.values();
    let exports = modules.values().map(|module| {
        let names = &module.module.strings;
        module.module.exports.iter().map(|(name, index)| (&names[*name], index)).collect()
    });
    serde_json::to_string(&Plan {
        component: &translation.component,
        trampolines: trampolines.map(|trampoline| debug_text::to_json(&format!("{trampoline:?}"))).collect(),
        module_exports: exports.collect(),
        types,
    })
}
