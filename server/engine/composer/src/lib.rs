//! wac, the reference WIT parser, and the text format of WebAssembly, as one component.

mod binary;
mod fault;
mod packages;
mod wac;
mod wat;
mod wit;

wit_bindgen::generate!({ world: "composer", path: "../wit" });

use exports::witness::engine::{wac as wac_api, wat as wat_api, wit as wit_api};
use witness::engine::faults::{Fault, Label};

struct Engine;

impl wac_api::Guest for Engine {
    fn packages(source: String) -> Result<Vec<wac_api::Reference>, Fault> {
        report_panics();
        packages::references(&source)
    }
    fn compose(source: String, dependencies: Vec<wac_api::Dependency>) -> Result<Vec<u8>, Fault> {
        report_panics();
        wac::compose(&source, dependencies)
    }
    fn plug(socket: Vec<u8>, plugs: Vec<wac_api::Part>) -> Result<Vec<u8>, Fault> {
        report_panics();
        wac::plug(socket, plugs)
    }
}

impl wit_api::Guest for Engine {
    fn check(
        files: Vec<wit_api::File>,
        dependencies: Vec<Vec<wit_api::File>>,
        features: Vec<String>,
    ) -> Result<wit_api::Summary, Fault> {
        report_panics();
        wit::check(files, dependencies, features)
    }
    fn encode(files: Vec<wit_api::File>, dependencies: Vec<Vec<wit_api::File>>, features: Vec<String>) -> Result<Vec<u8>, Fault> {
        report_panics();
        wit::encode(files, dependencies, features)
    }
    fn print(binary: Vec<u8>) -> Result<String, Fault> {
        report_panics();
        wit::print(&binary)
    }
}

impl wat_api::Guest for Engine {
    fn parse(text: String) -> Result<Vec<u8>, Fault> {
        report_panics();
        wat::parse(&text)
    }
    fn print(binary: Vec<u8>) -> Result<String, Fault> {
        report_panics();
        wat::print(&binary)
    }
}

/// Sends the text of a panic out before it ends the instance.
fn report_panics() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        std::panic::set_hook(Box::new(|panic| panic.to_string().chars().for_each(witness::engine::panics::say)));
    });
}

export!(Engine);
