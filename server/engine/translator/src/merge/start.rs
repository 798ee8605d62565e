//! What happens when an instance is made: its tables and memories are filled and its start function is called. The merged module does it for
//! each instance when it is asked to, so that everything happens in the order of the plan.

use super::code::Renumber;
use super::read::CoreModule;
use super::spaces::Numbering;
use std::convert::Infallible;
use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{DataSection, ElementMode, ElementSection, ElementSegment, Encode, Function, Instruction};
use wasmparser::{ConstExpr, DataKind, ElementItems, ElementKind};

type Error = reencode::Error<Infallible>;

/// The function that fills and starts an instance, in the order of the specification; none where there is nothing to do.
pub fn function(module: &CoreModule, numbering: &Numbering) -> Result<Option<Function>, Error> {
    let mut function = Function::new([]);
    let empty = function.byte_len();
    let mut renumber = Renumber { numbering };
    for (at, element) in module.elements.iter().enumerate() {
        let elem_index = renumber.element_index(at as u32)?;
        match &element.kind {
            ElementKind::Passive => continue,
            // The engine keeps none of these: they only say that there will be references.
            ElementKind::Declared => continue,
            ElementKind::Active { table_index, offset_expr } => {
                let table = renumber.table_index(table_index.unwrap_or(0))?;
                offset(&mut function, &mut renumber, offset_expr)?;
                function.instruction(&Instruction::I32Const(0));
                function.instruction(&Instruction::I32Const(item_count(&element.items) as i32));
                function.instruction(&Instruction::TableInit { elem_index, table });
                function.instruction(&Instruction::ElemDrop(elem_index));
            }
        }
    }
    for (at, data) in module.data.iter().enumerate() {
        let DataKind::Active { memory_index, offset_expr } = &data.kind else { continue };
        let data_index = renumber.data_index(at as u32)?;
        let mem = renumber.memory_index(*memory_index)?;
        offset(&mut function, &mut renumber, offset_expr)?;
        function.instruction(&Instruction::I32Const(0));
        function.instruction(&Instruction::I32Const(data.data.len() as i32));
        function.instruction(&Instruction::MemoryInit { mem, data_index });
        function.instruction(&Instruction::DataDrop(data_index));
    }
    if let Some(start) = module.start {
        function.instruction(&Instruction::Call(renumber.function_index(start)?));
    }
    if function.byte_len() == empty {
        return Ok(None);
    }
    function.instruction(&Instruction::End);
    Ok(Some(function))
}

fn offset(function: &mut Function, renumber: &mut Renumber, expression: &ConstExpr) -> Result<(), Error> {
    let mut reader = expression.get_operators_reader();
    while !reader.is_end_then_eof() {
        function.instruction(&renumber.parse_instruction(&mut reader)?);
    }
    Ok(())
}

fn item_count(items: &ElementItems) -> u32 {
    match items {
        ElementItems::Functions(functions) => functions.count(),
        ElementItems::Expressions(_, expressions) => expressions.count(),
    }
}

const PASSIVE: u8 = 1;

/// Adds an instance's segments, which its start function uses: none of them is active any more.
pub fn add_segments(
    elements: &mut ElementSection,
    data: &mut DataSection,
    module: &CoreModule,
    numbering: &Numbering,
) -> Result<(), Error> {
    let mut renumber = Renumber { numbering };
    for element in &module.elements {
        let mode = match element.kind {
            ElementKind::Declared => ElementMode::Declared,
            ElementKind::Passive | ElementKind::Active { .. } => ElementMode::Passive,
        };
        elements.segment(ElementSegment { mode, elements: renumber.element_items(element.items.clone())? });
    }
    for segment in &module.data {
        let mut encoded = vec![PASSIVE];
        segment.data.encode(&mut encoded);
        data.raw(&encoded);
    }
    Ok(())
}
