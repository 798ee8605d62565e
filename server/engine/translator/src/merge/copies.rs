//! Adapters copy lists element by element. Where an element is the same bytes on both sides, all of them at once is quicker.

use wasm_encoder::{BlockType, Function, Instruction};
use wasmparser::{BlockType as ReadBlockType, MemArg, Operator, OperatorsReader};

/// A loop that copies so many elements as a local says, from where a local points to where another does; all three move on as it goes.
pub struct CopyLoop {
    pub source: u32,
    pub target: u32,
    pub count: u32,
    /// Bytes of an element; its fields cover all of them, as what lies between fields belongs to the caller.
    pub stride: u32,
    pub source_memory: u32,
    pub target_memory: u32,
}

/// More than this no loop of an adapter has that only copies.
const MOST_OPERATORS: usize = 4096;

/// A list of fewer bytes is copied by its loop: the engine calls a function to copy a range.
const LEAST_BYTES: u32 = 128;

/// A page has 64 KiB.
const PAGE_BITS: i64 = 16;

/// Whether the loop that begins here does nothing but copy bytes. `reader` stands behind its first operator.
pub fn find(mut reader: OperatorsReader, ty: ReadBlockType) -> Option<CopyLoop> {
    if ty != ReadBlockType::Empty {
        return None;
    }
    let mut operators = Vec::new();
    loop {
        match reader.read().ok()? {
            Operator::End => break,
            operator if operators.len() < MOST_OPERATORS => operators.push(operator),
            _ => return None,
        }
    }
    let mut at = 0;
    let mut covered: Vec<(u64, u32)> = Vec::new();
    let mut ends: Option<(u32, u32, u32, u32)> = None;
    while let Some((copied, length)) = copy(&operators[at..]) {
        let known = (copied.source, copied.target, copied.source_memory, copied.target_memory);
        if *ends.get_or_insert(known) != known {
            return None;
        }
        covered.push((copied.offset, copied.width));
        at += length;
    }
    let (source, target, source_memory, target_memory) = ends?;
    let (stride, count) = advance(&operators[at..], source, target)?;
    covered.sort_unstable();
    let whole = covered.iter().try_fold(0u64, |next, &(offset, width)| (offset == next).then_some(next + u64::from(width)));
    let apart = source_memory != target_memory && source != target && count != source && count != target;
    (whole == Some(u64::from(stride)) && apart).then_some(CopyLoop {
        source,
        target,
        count,
        stride,
        source_memory,
        target_memory,
    })
}

struct Copied {
    source: u32,
    target: u32,
    source_memory: u32,
    target_memory: u32,
    offset: u64,
    width: u32,
}

/// `local.get target, local.get source, load, store` of the same bytes, and how many operators that takes.
fn copy(operators: &[Operator]) -> Option<(Copied, usize)> {
    let [Operator::LocalGet { local_index: target }, Operator::LocalGet { local_index: source }, load, rest @ ..] = operators
    else {
        return None;
    };
    let (from, width) = loaded(load)?;
    // What is stored are the lowest bits, which none of these touches.
    let narrowed = match rest {
        [Operator::I32Const { value: 0xff }, Operator::I32And, ..] if width == 1 => 2,
        [Operator::I32Const { value: 0xffff }, Operator::I32And, ..] if width == 2 => 2,
        [Operator::I32Extend8S, ..] if width == 1 => 1,
        [Operator::I32Extend16S, ..] if width == 2 => 1,
        _ => 0,
    };
    let (to, stored) = stored(rest.get(narrowed)?)?;
    let same = stored == width && from.offset == to.offset;
    let copied = Copied {
        source: *source,
        target: *target,
        source_memory: from.memory,
        target_memory: to.memory,
        offset: from.offset,
        width,
    };
    same.then_some((copied, 4 + narrowed))
}

fn loaded(operator: &Operator) -> Option<(MemArg, u32)> {
    Some(match *operator {
        Operator::I32Load8U { memarg } | Operator::I32Load8S { memarg } => (memarg, 1),
        Operator::I32Load16U { memarg } | Operator::I32Load16S { memarg } => (memarg, 2),
        Operator::I32Load { memarg } | Operator::F32Load { memarg } => (memarg, 4),
        Operator::I64Load { memarg } | Operator::F64Load { memarg } => (memarg, 8),
        _ => return None,
    })
}

fn stored(operator: &Operator) -> Option<(MemArg, u32)> {
    Some(match *operator {
        Operator::I32Store8 { memarg } => (memarg, 1),
        Operator::I32Store16 { memarg } => (memarg, 2),
        Operator::I32Store { memarg } | Operator::F32Store { memarg } => (memarg, 4),
        Operator::I64Store { memarg } | Operator::F64Store { memarg } => (memarg, 8),
        _ => return None,
    })
}

/// The end of the loop: both pointers by the size of an element, the count by one less, and again while there are more.
fn advance(operators: &[Operator], source: u32, target: u32) -> Option<(u32, u32)> {
    let [
        Operator::LocalGet { local_index: a },
        Operator::I32Const { value: by },
        Operator::I32Add,
        Operator::LocalSet { local_index: b },
        Operator::LocalGet { local_index: c },
        Operator::I32Const { value: same },
        Operator::I32Add,
        Operator::LocalSet { local_index: d },
        Operator::LocalGet { local_index: count },
        Operator::I32Const { value: -1 },
        Operator::I32Add,
        Operator::LocalTee { local_index: counted },
        Operator::BrIf { relative_depth: 0 },
    ] = operators
    else {
        return None;
    };
    let fits = [*a, *b] == [source; 2] && [*c, *d] == [target; 2] && by == same && count == counted;
    fits.then_some((u32::try_from(*by).ok()?, *count))
}

impl CopyLoop {
    /// Writes what stands before the loop: where there are many elements and all of them lie within their memories, all are copied and the locals
    /// end as the loop would leave them, else the loop follows: so it is the loop that traps, with what it copied before that. The numbers
    /// are those of the memories of source and target. One more `end` belongs behind the loop's own.
    pub fn begin(&self, function: &mut Function, (source, target): (u32, u32)) {
        function.instruction(&Instruction::LocalGet(self.count));
        function.instruction(&Instruction::I32Const(LEAST_BYTES.div_ceil(self.stride) as i32));
        function.instruction(&Instruction::I32GeU);
        self.fits(function, self.source, source);
        function.instruction(&Instruction::I32And);
        self.fits(function, self.target, target);
        function.instruction(&Instruction::I32And);
        function.instruction(&Instruction::If(BlockType::Empty));
        function.instruction(&Instruction::LocalGet(self.target));
        function.instruction(&Instruction::LocalGet(self.source));
        self.bytes(function);
        function.instruction(&Instruction::MemoryCopy { src_mem: source, dst_mem: target });
        for local in [self.source, self.target] {
            function.instruction(&Instruction::LocalGet(local));
            self.bytes(function);
            function.instruction(&Instruction::I32Add);
            function.instruction(&Instruction::LocalSet(local));
        }
        function.instruction(&Instruction::I32Const(0));
        function.instruction(&Instruction::LocalSet(self.count));
        function.instruction(&Instruction::Else);
    }

    fn bytes(&self, function: &mut Function) {
        function.instruction(&Instruction::LocalGet(self.count));
        function.instruction(&Instruction::I32Const(self.stride as i32));
        function.instruction(&Instruction::I32Mul);
    }

    /// Whether all elements from where a local points to lie within a memory: in 64 bits, since the sum of two numbers of 32 bits may be more.
    fn fits(&self, function: &mut Function, pointer: u32, memory: u32) {
        function.instruction(&Instruction::LocalGet(pointer));
        function.instruction(&Instruction::I64ExtendI32U);
        function.instruction(&Instruction::LocalGet(self.count));
        function.instruction(&Instruction::I64ExtendI32U);
        function.instruction(&Instruction::I64Const(i64::from(self.stride)));
        function.instruction(&Instruction::I64Mul);
        function.instruction(&Instruction::I64Add);
        function.instruction(&Instruction::MemorySize(memory));
        function.instruction(&Instruction::I64ExtendI32U);
        function.instruction(&Instruction::I64Const(PAGE_BITS));
        function.instruction(&Instruction::I64Shl);
        function.instruction(&Instruction::I64LeU);
    }
}
