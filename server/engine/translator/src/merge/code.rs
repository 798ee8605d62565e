//! The code of the merged module, and where each instruction of it comes from.

use super::copies;
use super::direct::DirectCalls;
use super::read::{CoreModule, Kind};
use super::scan::{self, Renumbered};
use super::spaces::Numbering;
use std::collections::BTreeSet;
use std::convert::Infallible;
use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{CodeSection, Encode, Function, Instruction};
use wasmparser::{FunctionBody, Operator};

type Error = reencode::Error<Infallible>;

/// Puts the indices of the merged module in the place of an instance's own.
pub struct Renumber<'a> {
    pub numbering: &'a Numbering,
}

impl Renumber<'_> {
    /// An index that is not there makes the code invalid: it stays so for the engine to say, as it does of the module by itself.
    fn number(&self, kind: Kind, index: u32) -> u32 {
        self.numbering.index(kind, index).unwrap_or(u32::MAX)
    }
}

impl Reencode for Renumber<'_> {
    type Error = Infallible;

    fn data_index(&mut self, data: u32) -> Result<u32, Error> {
        Ok(self.numbering.data.index(data).unwrap_or(u32::MAX))
    }
    fn element_index(&mut self, element: u32) -> Result<u32, Error> {
        Ok(self.numbering.elements.index(element).unwrap_or(u32::MAX))
    }
    fn function_index(&mut self, function: u32) -> Result<u32, Error> {
        Ok(self.number(Kind::Function, function))
    }
    fn global_index(&mut self, global: u32) -> Result<u32, Error> {
        Ok(self.number(Kind::Global, global))
    }
    fn memory_index(&mut self, memory: u32) -> Result<u32, Error> {
        Ok(self.number(Kind::Memory, memory))
    }
    fn table_index(&mut self, table: u32) -> Result<u32, Error> {
        Ok(self.number(Kind::Table, table))
    }
    fn tag_index(&mut self, tag: u32) -> Result<u32, Error> {
        Ok(self.number(Kind::Tag, tag))
    }
    fn type_index(&mut self, ty: u32) -> Result<u32, Error> {
        Ok(self.numbering.types.index(ty).unwrap_or(u32::MAX))
    }
}

/// Where the code of the merged module comes from, as bytes. For each function in order, in LEB128: the number of bytes from the start of the code
/// section's contents to its body; the offset of its body in its own module; the number of points; and for each point by how
/// many bytes it lies behind the one before, in the merged module and in its own. Between two points bytes are as far apart as they were.
#[derive(Default)]
pub struct Places {
    bytes: Vec<u8>,
    /// Bytes of code so far, without the count of the functions.
    at: usize,
}

impl Places {
    fn add(&mut self, size: usize, original: usize, points: &[(usize, usize)]) {
        let start = self.at + leb_length(size);
        for value in [start, original, points.len()] {
            value.encode(&mut self.bytes);
        }
        let mut before = (0, 0);
        for point in points {
            (point.0 - before.0).encode(&mut self.bytes);
            (point.1 - before.1).encode(&mut self.bytes);
            before = *point;
        }
        self.at = start + size;
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

pub fn leb_length(value: usize) -> usize {
    let mut bytes = Vec::new();
    value.encode(&mut bytes);
    bytes.len()
}

/// Adds the functions that an instance defines. Those that it takes references of and may because it exports them go into `declared`: the merged
/// module does not export them.
pub fn add_functions(
    code: &mut CodeSection,
    places: &mut Places,
    declared: &mut BTreeSet<u32>,
    module: &CoreModule,
    numbering: &Numbering,
    direct: &DirectCalls,
) -> Result<(), Error> {
    // The loops of adapters are looked at as instructions; they are what works on two memories.
    let adapter = module.imported(Kind::Memory) > 1;
    for body in &module.bodies {
        let original = body.range().start;
        let scanned = if adapter { None } else { scan::renumber(module, body.as_bytes(), numbering, direct) };
        let references = if let Some(Renumbered { bytes, points, references }) = scanned {
            places.add(bytes.len(), original, &points);
            code.raw(&bytes);
            references
        } else {
            let (function, points, references) = renumber(module, body, numbering, direct)?;
            places.add(function.byte_len(), original, &points);
            code.function(&function);
            references
        };
        let exported = references.into_iter().filter(|function| module.exported_functions.contains(function));
        declared.extend(exported.filter_map(|function| numbering.index(Kind::Function, function)));
    }
    Ok(())
}

/// A function with the indices of the merged module, the points at which its bytes move, and the functions that it takes references of.
fn renumber(
    module: &CoreModule,
    body: &FunctionBody,
    numbering: &Numbering,
    direct: &DirectCalls,
) -> Result<(Function, Vec<(usize, usize)>, Vec<u32>), Error> {
    let mut renumber = Renumber { numbering };
    let mut function = renumber.new_function_with_parsed_locals(body)?;
    let mut reader = body.get_operators_reader()?;
    let start = body.range().start;
    let mut points = Vec::new();
    let mut references = Vec::new();
    let mut moved = 0;
    // The slot of a call through a table is pushed last before it: it waits for the next instruction.
    let mut slot: Option<u32> = None;
    // Inside of the loop that also stands in a form that copies at once: nothing is nested in it, so the next end is its own.
    let mut copying = false;
    while !reader.eof() {
        let original = reader.original_position() - start;
        let operator = reader.read()?;
        if let Operator::I32Const { value } = operator
            && !direct.is_empty()
            && slot.is_none()
        {
            slot = Some(value as u32);
            continue;
        }
        let called = match (&operator, slot) {
            (Operator::CallIndirect { type_index, table_index }, Some(slot)) => {
                let signature = module.signatures.get(*type_index as usize).and_then(Option::as_ref);
                numbering.index(Kind::Table, *table_index).and_then(|table| direct.function(table, slot, signature))
            }
            _ => None,
        };
        let pending = slot.take().filter(|_| called.is_none());
        if let Some(value) = pending {
            function.instruction(&Instruction::I32Const(value as i32));
        }
        let merged = function.byte_len();
        let difference = merged as isize - original as isize;
        if difference != moved || points.is_empty() {
            points.push((merged, original));
            moved = difference;
        }
        if let Operator::Loop { blockty } = operator
            && let Some(copy) = copies::find(reader.clone(), blockty)
        {
            let memories = (renumber.memory_index(copy.source_memory)?, renumber.memory_index(copy.target_memory)?);
            if memories.0 != memories.1 {
                copy.begin(&mut function, memories);
                copying = true;
            }
        }
        if let Operator::RefFunc { function_index } = operator {
            references.push(function_index);
        }
        let ends = copying && matches!(operator, Operator::End);
        match (called, operator) {
            (Some(target), _) => function.instruction(&Instruction::Call(target)),
            (None, Operator::I32Const { value }) if !direct.is_empty() => {
                slot = Some(value as u32);
                continue;
            }
            (None, operator) => function.instruction(&renumber.instruction(operator)?),
        };
        if ends {
            function.instruction(&Instruction::End);
            copying = false;
        }
    }
    Ok((function, points, references))
}
