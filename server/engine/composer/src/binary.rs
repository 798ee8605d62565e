//! What a binary is, from its first bytes, and the message where it is not what is needed.

use crate::Fault;
use wasmparser::Parser;

/// Nothing when `bytes` begin as a component (or a WIT package, which is one) does; else what is wrong. `what` begins the
/// sentence: "the socket", "package `a:b`".
pub fn expect_component(what: &str, bytes: &[u8]) -> Result<(), Fault> {
    if Parser::is_component(bytes) {
        return Ok(());
    }
    if Parser::is_core_wasm(bytes) {
        return Err(Fault::new(format!("{what} is a core module, where a component is needed"))
            .with_help("make a component of it: `wasm-tools component new`, or the toolchain's target for components"));
    }
    if bytes.is_empty() {
        return Err(Fault::new(format!("{what} is empty, where a component is needed")));
    }
    Err(Fault::new(format!("{what} is no WebAssembly binary")))
}
