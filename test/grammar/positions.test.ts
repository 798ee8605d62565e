import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byteOffset, LineIndex, offset, Utf8Index } from "../../server/wit/syntax/positions.ts";

describe("a line index", () => {
	const text = "ab\r\n\ncé𝄞d\re\n";

	it("answers the line and character of an offset", () => {
		const lines = new LineIndex(text);
		const at = (place: number) => {
			const { line, character } = lines.positionAt(offset(place));
			return `${line}:${character}`;
		};
		expect(["0:0", "1:0", "2:0", "2:4", "3:0", "4:0"]).toEqual(
			["ab", "\nc", "cé", "d\r", "e\n"].map((piece) => at(text.indexOf(piece))).concat(at(1000)),
		);
		expect(lines.lineCount).toBe(5);
	});

	it("answers the offset of a position, the nearest one for a position outside", () => {
		const lines = new LineIndex(text);
		expect(lines.offsetAt({ line: 2, character: 2 })).toBe(text.indexOf("𝄞"));
		expect(lines.offsetAt({ line: 0, character: 99 })).toBe(2);
		expect(lines.offsetAt({ line: 2, character: 99 })).toBe(text.indexOf("\re"));
		expect(lines.offsetAt({ line: 99, character: 0 })).toBe(text.length);
		expect(lines.offsetAt({ line: -1, character: 5 })).toBe(0);
	});

	it("answers what a line holds, without its end", () => {
		const lines = new LineIndex(text);
		const held = [0, 1, 2, 3, 4, 99].map((line) => {
			const { start, end } = lines.lineRange(line);
			return text.slice(start, end);
		});
		expect(held).toEqual(["ab", "", "cé𝄞d", "e", "", ""]);
	});

	it("follows edits, be it between the two characters of a line end", () => {
		const piece = fc.constantFrom("a", "𝄞", "\n", "\r", "\r\n", "b\nc\r");
		const words = (most: number) => fc.array(piece, { maxLength: most }).map((pieces) => pieces.join(""));
		const edits = fc.array(fc.record({ at: fc.nat(40), cut: fc.nat(5), insert: words(4) }), { maxLength: 5 });
		const everyLine = (lines: LineIndex) => Array.from({ length: lines.lineCount + 1 }, (_, line) => lines.lineRange(line));
		fc.assert(
			fc.property(words(20), edits, (text, changes) => {
				let lines = new LineIndex(text);
				for (const { at, cut, insert } of changes) {
					const start = at % (lines.text.length + 1);
					const end = Math.min(start + cut, lines.text.length);
					const whole = lines.text.slice(0, start) + insert + lines.text.slice(end);
					lines = lines.edit({ start: offset(start), end: offset(end) }, insert);
					expect([lines.text, everyLine(lines)]).toEqual([whole, everyLine(new LineIndex(whole))]);
				}
			}),
			{ numRuns: 1000 },
		);
	});

	it("goes there and back", () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom("a", "é", "𝄞", "\n", "\r\n"), { maxLength: 40 }), fc.nat(60), (pieces, seed) => {
				const whole = pieces.join("");
				const lines = new LineIndex(whole);
				const place = offset(pieces.slice(0, seed % (pieces.length + 1)).join("").length);
				expect(lines.offsetAt(lines.positionAt(place))).toBe(place);
			}),
		);
	});
});

describe("an index of bytes", () => {
	it("agrees with the encoder at every character", () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom("a", "\n", "é", "☃", "𝄞"), { maxLength: 40 }), (characters) => {
				const text = characters.join("");
				const index = new Utf8Index(text);
				let units = 0;
				for (const character of [...characters, ""]) {
					const bytes = new TextEncoder().encode(text.slice(0, units)).length;
					expect(index.byteAt(offset(units))).toBe(bytes);
					expect(index.offsetAt(byteOffset(bytes))).toBe(units);
					units += character.length;
				}
			}),
		);
	});

	it("answers the start of a character for a place inside it, the end for one past the end", () => {
		const index = new Utf8Index("a☃𝄞b");
		expect([1, 2, 3, 4, 5, 7].map((byte) => index.offsetAt(byteOffset(byte)))).toEqual([1, 1, 1, 2, 2, 2]);
		expect(index.byteAt(offset(3))).toBe(4);
		expect(index.offsetAt(byteOffset(99))).toBe(5);
		expect(index.byteAt(offset(99))).toBe(9);
	});

	it("refuses a place before the text", () => {
		expect(() => offset(-1)).toThrow("no offset");
		expect(() => byteOffset(-1)).toThrow("no offset");
	});
});
