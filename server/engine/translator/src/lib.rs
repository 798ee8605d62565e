//! Wasmtime's component translator as a component: a component in, core modules and a link plan out.
//!
//! The plan is the translator's own data as JSON; `plan` writes it. What it lacks (names, and the WIT types of the calls
//! between composed components) is read from the component once more by `names`. `merge` puts the instances of a plan into one module.

mod debug_text;
mod merge;
mod names;
mod plan;

wit_bindgen::generate!({ world: "translator", path: "../wit" });

use exports::witness::engine::merge::{Guest as MergeGuest, Instance, Merged, Needed};
use exports::witness::engine::translate::{Fault, Guest, Translation};
use wasmparser::{Parser, Validator, WasmFeatures};
use wasmtime_environ::ScopeVec;
use wasmtime_environ::Tunables;
use wasmtime_environ::component::{ComponentTypesBuilder, Translator};

struct Engine;

impl Guest for Engine {
    fn translate(component: Vec<u8>, concurrency: bool) -> Result<Translation, Fault> {
        report_panics();
        translate(&component, concurrency).map_err(|causes| {
            let mut causes = causes.into_iter();
            fault(causes.next().unwrap_or_default(), causes.collect())
        })
    }
}

impl MergeGuest for Engine {
    fn merge(modules: Vec<Vec<u8>>, instances: Vec<Instance>, needed: Vec<Needed>) -> Result<Merged, Fault> {
        report_panics();
        let instances: Vec<merge::Instance> = instances
            .into_iter()
            .map(|Instance { module, imports }| {
                let imports = imports.into_iter().map(|source| match source.instance {
                    Some(instance) => merge::Source::Instance(instance, source.name),
                    None => merge::Source::Host(source.name),
                });
                merge::Instance { module, imports: imports.collect() }
            })
            .collect();
        let needed: Vec<(u32, String)> = needed.into_iter().map(|Needed { instance, name }| (instance, name)).collect();
        let merge::Merged { module, functions, code, places } =
            merge::merge(&modules, &instances, &needed).map_err(|message| fault(message, Vec::new()))?;
        Ok(Merged { module, functions, code, places })
    }
}

fn fault(message: String, causes: Vec<String>) -> Fault {
    Fault { message, help: None, labels: Vec::new(), causes }
}

/// Translates `component`; an error is its message, followed by its causes.
fn translate(component: &[u8], concurrency: bool) -> Result<Translation, Vec<String>> {
    if !Parser::is_component(component) {
        return Err(vec![no_component(component).into()]);
    }
    let mut tunables = Tunables::default_u32();
    tunables.concurrency_support = concurrency;
    let mut validator = Validator::new_with_features(features());
    let mut types = ComponentTypesBuilder::new(&validator);
    let scope = ScopeVec::new();
    let (translation, modules) = Translator::new(&tunables, &mut validator, &mut types, &scope)
        .translate(component)
        .map_err(|error| error.chain().map(ToString::to_string).collect::<Vec<_>>())?;
    let (types, _) = types.finish(&translation.component);
    Ok(Translation {
        plan: plan::write(&translation, &modules, &types).map_err(|error| vec![error.to_string()])?,
        modules: modules.iter().map(|(_, module)| module.wasm.to_vec()).collect(),
        names: names::write(component),
    })
}

fn no_component(bytes: &[u8]) -> &'static str {
    if Parser::is_core_wasm(bytes) {
        "this is a core module, where a component is needed: make one of it with `wasm-tools component new`, or with the toolchain's target for components"
    } else if bytes.is_empty() {
        "the file is empty, where a component is needed"
    } else {
        "this is no WebAssembly binary"
    }
}

/// Everything but names that are nested in names, which are no part of the specification yet.
pub fn features() -> WasmFeatures {
    WasmFeatures::all() - WasmFeatures::CM_NESTED_NAMES
}

/// Sends the text of a panic out before it ends the instance.
fn report_panics() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        std::panic::set_hook(Box::new(|panic| panic.to_string().chars().for_each(witness::engine::panics::say)));
    });
}

export!(Engine);
