//! Renumbering of code byte by byte. Nearly all bytes of a function stay as they are: to decode and encode every instruction
//! takes ten times as long as to find the indices in them. Whatever is not known here goes the long way.

use super::direct::DirectCalls;
use super::read::{CoreModule, Kind};
use super::spaces::{Numbering, Range};
use wasm_encoder::Encode;

/// The code of a function with the indices of the merged module, and the points at which its bytes move.
pub struct Renumbered {
    pub bytes: Vec<u8>,
    pub points: Vec<(usize, usize)>,
    /// The functions, as their own module numbers them, that the code takes references of.
    pub references: Vec<u32>,
}

/// Renumbers a body, locals included; nothing where it has instructions or types that are not known here.
pub fn renumber(module: &CoreModule, body: &[u8], numbering: &Numbering, direct: &DirectCalls) -> Option<Renumbered> {
    let mut scan = Scan {
        body,
        at: 0,
        copied: 0,
        bytes: Vec::with_capacity(body.len() + body.len() / 8),
        points: Vec::new(),
        references: Vec::new(),
        numbering,
    };
    scan.locals()?;
    scan.points.push((scan.at, scan.at));
    let mut constant: Option<(usize, u32)> = None;
    while scan.at < body.len() {
        let start = scan.at;
        let before = constant.take();
        match scan.byte()? {
            0x41 => {
                let value = scan.signed()?;
                constant = Some((start, value as u32));
            }
            0x11 => scan.call_indirect(module, direct, start, before)?,
            opcode => scan.instruction(opcode)?,
        }
    }
    scan.keep(body.len());
    Some(Renumbered { bytes: scan.bytes, points: scan.points, references: scan.references })
}

struct Scan<'a> {
    body: &'a [u8],
    at: usize,
    /// Up to here the body is in `bytes`.
    copied: usize,
    bytes: Vec<u8>,
    points: Vec<(usize, usize)>,
    references: Vec<u32>,
    numbering: &'a Numbering,
}

impl Scan<'_> {
    fn byte(&mut self) -> Option<u8> {
        let byte = *self.body.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn skip(&mut self, bytes: usize) -> Option<()> {
        self.at += bytes;
        (self.at <= self.body.len()).then_some(())
    }

    /// Nothing where it is longer than 32 bits need: written anew, an invalid module would become a valid one.
    fn unsigned(&mut self) -> Option<u32> {
        let (mut value, mut shift) = (0u32, 0);
        loop {
            let byte = self.byte()?;
            if shift == 28 && byte > 0x0f {
                return None;
            }
            value |= u32::from(byte & 0x7f) << shift;
            shift += 7;
            if byte < 0x80 {
                return Some(value);
            }
        }
    }

    fn signed(&mut self) -> Option<i64> {
        let (mut value, mut shift) = (0i64, 0);
        loop {
            let byte = self.byte()?;
            if shift < 64 {
                value |= i64::from(byte & 0x7f) << shift;
            }
            shift += 7;
            if byte < 0x80 {
                return Some(if shift < 64 && byte & 0x40 != 0 { value | (-1i64 << shift) } else { value });
            }
        }
    }

    /// An integer of any size, which stays as it is.
    fn leb(&mut self) -> Option<()> {
        while self.byte()? >= 0x80 {}
        Some(())
    }

    /// Copies what is not copied yet, up to a place in the body.
    fn keep(&mut self, to: usize) {
        self.bytes.extend_from_slice(&self.body[self.copied..to]);
        self.copied = to;
    }

    /// What was read last, up to here, is replaced: what stands in its place is in `bytes` already.
    fn replaced(&mut self) {
        self.copied = self.at;
        self.point(self.at);
    }

    /// Notes where the next byte of the merged code comes from, if it moved against the one before.
    fn point(&mut self, own: usize) {
        let moved = |&(merged, own): &(usize, usize)| merged as isize - own as isize;
        let here = (self.bytes.len(), own);
        if self.points.last().map(moved) != Some(moved(&here)) {
            self.points.push(here);
        }
    }

    fn locals(&mut self) -> Option<()> {
        for _ in 0..self.unsigned()? {
            self.leb()?;
            self.value_type()?;
        }
        Some(())
    }

    /// A type of one byte; others may name types by their index.
    fn value_type(&mut self) -> Option<()> {
        matches!(self.byte()?, 0x7b..=0x7f | 0x6f | 0x70).then_some(())
    }

    fn index(&mut self, kind: Kind) -> Option<()> {
        let start = self.at;
        let index = self.unsigned()?;
        let number = self.numbering.index(kind, index)?;
        if number != index {
            self.keep(start);
            number.encode(&mut self.bytes);
            self.replaced();
        }
        Some(())
    }

    /// An index that is counted from where those of the instance begin.
    fn counted(&mut self, range: Range) -> Option<()> {
        let start = self.at;
        let index = self.unsigned()?;
        let number = range.index(index)?;
        if number != index {
            self.keep(start);
            number.encode(&mut self.bytes);
            self.replaced();
        }
        Some(())
    }

    fn block_type(&mut self) -> Option<()> {
        match *self.body.get(self.at)? {
            0x40 | 0x7b..=0x7f | 0x6f | 0x70 => self.skip(1),
            _ => {
                let start = self.at;
                let index = u32::try_from(self.signed()?).ok()?;
                // No type has a number of more than four bytes; five are how linkers write one.
                if self.at - start > 5 {
                    return None;
                }
                let number = self.numbering.types.index(index)?;
                self.keep(start);
                i64::from(number).encode(&mut self.bytes);
                self.replaced();
                Some(())
            }
        }
    }

    fn memory_argument(&mut self) -> Option<()> {
        const HAS_MEMORY: u32 = 0x40;
        let start = self.at;
        let flags = self.unsigned()?;
        let memory = if flags & HAS_MEMORY == 0 { 0 } else { self.unsigned()? };
        let number = self.numbering.index(Kind::Memory, memory)?;
        if number != memory {
            self.keep(start);
            if number == 0 {
                (flags & !HAS_MEMORY).encode(&mut self.bytes);
            } else {
                (flags | HAS_MEMORY).encode(&mut self.bytes);
                number.encode(&mut self.bytes);
            }
            self.replaced();
        }
        self.leb()
    }

    /// A call through a table: directly where the slot is the constant before it and its function is known.
    fn call_indirect(
        &mut self,
        module: &CoreModule,
        direct: &DirectCalls,
        start: usize,
        constant: Option<(usize, u32)>,
    ) -> Option<()> {
        let again = self.at;
        let (ty, table) = (self.unsigned()?, self.unsigned()?);
        let signature = module.signatures.get(ty as usize).and_then(Option::as_ref);
        let table = self.numbering.index(Kind::Table, table)?;
        let found = constant.and_then(|(place, slot)| Some((place, direct.function(table, slot, signature)?)));
        match found {
            Some((place, function)) => {
                self.keep(place);
                self.copied = start;
                self.point(start);
                self.bytes.push(0x10);
                function.encode(&mut self.bytes);
                self.replaced();
                Some(())
            }
            None => {
                self.at = again;
                self.counted(self.numbering.types)?;
                self.index(Kind::Table)
            }
        }
    }

    fn instruction(&mut self, opcode: u8) -> Option<()> {
        let types = self.numbering.types;
        match opcode {
            0x00 | 0x01 | 0x05 | 0x0a | 0x0b | 0x0f | 0x1a | 0x1b | 0x45..=0xc4 | 0xd1 | 0xd3 | 0xd4 => Some(()),
            0x02..=0x04 => self.block_type(),
            0x08 => self.index(Kind::Tag),
            0x0c | 0x0d | 0x20..=0x22 | 0x42 | 0xd5 | 0xd6 => self.leb(),
            0x0e => {
                for _ in 0..=self.unsigned()? {
                    self.leb()?;
                }
                Some(())
            }
            0x10 | 0x12 => self.index(Kind::Function),
            0xd2 => {
                let start = self.at;
                let function = self.unsigned()?;
                self.references.push(function);
                self.at = start;
                self.index(Kind::Function)
            }
            0x13 => {
                self.counted(types)?;
                self.index(Kind::Table)
            }
            0x14 | 0x15 => self.counted(types),
            0x1c => {
                for _ in 0..self.unsigned()? {
                    self.value_type()?;
                }
                Some(())
            }
            0x23 | 0x24 => self.index(Kind::Global),
            0x25 | 0x26 => self.index(Kind::Table),
            0x28..=0x3e => self.memory_argument(),
            0x3f | 0x40 => self.index(Kind::Memory),
            0x43 => self.skip(4),
            0x44 => self.skip(8),
            // A type without an index is one byte; those behind these have a second part.
            0xd0 => matches!(self.byte()?, 0x69..=0x75).then_some(()),
            0xfc => self.bulk(),
            0xfd => self.vector(),
            0xfe => self.atomic(),
            _ => None,
        }
    }

    fn bulk(&mut self) -> Option<()> {
        match self.unsigned()? {
            0..=7 | 19..=22 => Some(()),
            8 => {
                self.counted(self.numbering.data)?;
                self.index(Kind::Memory)
            }
            9 => self.counted(self.numbering.data),
            10 => {
                self.index(Kind::Memory)?;
                self.index(Kind::Memory)
            }
            11 => self.index(Kind::Memory),
            12 => {
                self.counted(self.numbering.elements)?;
                self.index(Kind::Table)
            }
            13 => self.counted(self.numbering.elements),
            14 => {
                self.index(Kind::Table)?;
                self.index(Kind::Table)
            }
            15..=17 => self.index(Kind::Table),
            _ => None,
        }
    }

    fn vector(&mut self) -> Option<()> {
        match self.unsigned()? {
            0..=11 | 92 | 93 => self.memory_argument(),
            12 | 13 => self.skip(16),
            21..=34 => self.skip(1),
            84..=91 => {
                self.memory_argument()?;
                self.skip(1)
            }
            14..=20 | 35..=83 | 94..=275 => Some(()),
            _ => None,
        }
    }

    fn atomic(&mut self) -> Option<()> {
        match self.unsigned()? {
            0..=2 | 0x10..=0x4e => self.memory_argument(),
            3 => self.skip(1),
            _ => None,
        }
    }
}
