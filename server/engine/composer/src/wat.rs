//! The text format of WebAssembly: of core modules and components.

use crate::{Fault, Label};
use wast::Wat;
use wast::parser::{self, ParseBuffer};

/// The binary form of a module or component in text form.
pub fn parse(text: &str) -> Result<Vec<u8>, Fault> {
    let located = |error: wast::Error| {
        let start = error.span().offset();
        let end = text[start.min(text.len())..].chars().next().map_or(start, |c| start + c.len_utf8());
        Fault::new(error.message()).with_label(Label { path: None, start: start as u32, end: end as u32, text: None })
    };
    let buffer = ParseBuffer::new(text).map_err(located)?;
    let mut wat = parser::parse::<Wat>(&buffer).map_err(located)?;
    wat.encode().map_err(located)
}

/// The text form of a module or component, or of what can be read of it.
pub fn print(binary: &[u8]) -> Result<String, Fault> {
    wasmprinter::print_bytes(binary).map_err(|error| crate::fault::from_error(error.context("the binary cannot be printed")))
}
