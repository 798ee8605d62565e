/** Components that give back bytes of which some are no value: the link traps on each, and reads what was there before. Canonical ABI, "Loading". */
import fc from "fast-check";
import { ComponentTrap } from "../../../client/run/link/index.ts";
import { casePayloads, casesLayout, fieldsLayout, fieldTypes, layoutOf } from "../../../server/wit/abi/layout.ts";
import {
	codecOf,
	equalValues,
	printType,
	printWave,
	type StringEncoding,
	type Value,
	type ValueType,
} from "../../../server/wit/index.ts";
import { parseWat } from "../../link/engine.ts";
import { exported, linked } from "../../link/watch.ts";
import { anyComponentType, anyValue } from "../../value/arbitrary.ts";
import { makeGuest } from "../../value/guest.ts";
import { defineCheck, type SoakCheck } from "../check.ts";
import { givesBytes, INTERFACE } from "./components.ts";

/** A place in memory, and bytes that cannot stand there. */
interface Spot {
	readonly what: string;
	readonly at: number;
	readonly bytes: readonly number[];
}

interface Planted {
	readonly type: ValueType;
	readonly value: Value;
	readonly encoding: StringEncoding;
	readonly pick: number;
}

/** Where the value is written; a multiple of every alignment. */
const PLACE = 1024;

const planted: fc.Arbitrary<Planted> = fc
	.tuple(
		anyComponentType.filter((type) => !JSON.stringify(type).includes('"own"')),
		fc.constantFrom<StringEncoding>("utf8", "utf16", "latin1+utf16"),
		fc.nat(),
	)
	.chain(([type, encoding, pick]) => anyValue(type).map((value) => ({ type, value, encoding, pick })));

export function plantedCheck(): SoakCheck {
	return defineCheck({
		name: "planted",
		title: "bytes that are no value, in a guest's memory",
		turn: 30,
		cases: planted,
		compare({ type, value, encoding, pick }, tally) {
			// Lists keep what is returned in memory, however small it is.
			const whole: ValueType = { kind: "tuple", elements: [type, { kind: "list", element: type }] };
			const all: Value = [value, [value]];
			const guest = makeGuest(encoding);
			const codec = codecOf(whole);
			guest.cx.realloc(0, 0, 1, PLACE + codec.size);
			codec.store(guest.cx, all, PLACE);
			const bytes = guest.bytes().slice();
			const back = resultOf(whole, bytes, PLACE, encoding);
			if (back.trap !== null) return `without anything planted it traps: ${back.trap}`;
			if (!equalValues(whole, back.value, all)) return `it is read as ${printWave(whole, back.value)}`;
			const spots = [
				{ what: "the pointer to the result", at: -1, bytes: [] },
				...spotsIn(whole, PLACE, new DataView(bytes.buffer), encoding),
			];
			const spot = spots[pick % spots.length];
			if (spot === undefined) return null;
			const { what, at } = spot;
			bytes.set(spot.bytes, Math.max(at, 0));
			const pointer = at < 0 ? PLACE + (layoutOf(whole).align === 1 ? bytes.length : 1) : PLACE;
			const { trap } = resultOf(whole, bytes, pointer, encoding);
			tally.count(trap === null ? "no trap" : "traps");
			if (trap !== null) tally.meet("trap", trap.replaceAll(/\d+/g, "N"));
			return trap === null ? `no trap for ${what} at ${at}: ${spot.bytes.join(" ")}` : null;
		},
		print: ({ type, value, encoding }) => `type ${printType(type)}, strings ${encoding}\n${printWave(type, value)}`,
	});
}

type Answer = { readonly trap: string; readonly value: null } | { readonly trap: null; readonly value: Value };

function resultOf(type: ValueType, memory: Uint8Array, pointer: number, encoding: StringEncoding): Answer {
	const component = linked(parseWat(givesBytes(type, memory, pointer, encoding)));
	try {
		return { trap: null, value: exported(component, INTERFACE, "give").call([]) ?? null };
	} catch (error) {
		if (error instanceof ComponentTrap) return { trap: error.message, value: null };
		throw error;
	}
}

/** Places in the memory of a value, each with bytes that must trap there. */
function spotsIn(type: ValueType, at: number, view: DataView, encoding: StringEncoding): readonly Spot[] {
	const pointed = (element: ValueType): Spot[] => {
		const { size, align } = layoutOf(element);
		const [start, length] = [view.getUint32(at, true), view.getUint32(at + 4, true)];
		const inside = Array.from({ length }, (_, index) => spotsIn(element, start + index * size, view, encoding)).flat();
		const misaligned = align > 1 ? [{ what: "a misaligned pointer", at, bytes: word(start + 1) }] : [];
		return [
			{ what: "a list beyond the memory", at, bytes: word(0xffff_fff8) },
			{ what: "a list too long", at: at + 4, bytes: word(0x7fff_ffff) },
			...misaligned,
			...inside,
		];
	};
	switch (type.kind) {
		case "char":
			return [0xd800, 0xdfff, 0x11_0000, 0xffff_ffff].map((code) => ({ what: "a char that is none", at, bytes: word(code) }));
		case "string":
			return stringSpots(at, view, encoding);
		case "list": {
			if (type.length === undefined) return pointed(type.element);
			const { size } = layoutOf(type.element);
			return Array.from({ length: type.length }, (_, index) => spotsIn(type.element, at + index * size, view, encoding)).flat();
		}
		case "map":
			return pointed({ kind: "tuple", elements: [type.key, type.value] });
		case "record":
		case "tuple": {
			const types = fieldTypes(type);
			const { offsets } = fieldsLayout(types);
			return types.flatMap((field, index) => spotsIn(field, at + (offsets[index] ?? 0), view, encoding));
		}
		case "variant":
		case "enum":
		case "option":
		case "result": {
			const payloads = casePayloads(type);
			const { discriminantSize, payloadOffset } = casesLayout(payloads);
			const index = discriminantSize === 1 ? view.getUint8(at) : view.getUint16(at, true);
			const payload = payloads[index] ?? null;
			const inside = payload === null ? [] : spotsIn(payload, at + payloadOffset, view, encoding);
			if (discriminantSize === 1 && payloads.length === 256) return inside;
			return [{ what: "a case that is none", at, bytes: word(payloads.length).slice(0, discriminantSize) }, ...inside];
		}
		default:
			return [];
	}
}

function stringSpots(at: number, view: DataView, encoding: StringEncoding): readonly Spot[] {
	const [start, units] = [view.getUint32(at, true), view.getUint32(at + 4, true)];
	const wide = encoding === "utf16" || (encoding === "latin1+utf16" && units >= 0x8000_0000);
	const beyond = { what: "a string beyond the memory", at, bytes: word(0xffff_fff0) };
	const misaligned = encoding === "utf8" ? [] : [{ what: "a misaligned string", at, bytes: word(start + 1) }];
	// With no letters nothing is read, but the pointer must fit all the same.
	if (units % 0x8000_0000 === 0) return [beyond, ...misaligned];
	if (wide)
		return [
			beyond,
			...misaligned,
			{ what: "half a pair of surrogates at the end", at: start + ((units % 0x8000_0000) - 1) * 2, bytes: [0x00, 0xd8] },
		];
	if (encoding !== "utf8") return [beyond, ...misaligned];
	return [
		beyond,
		{ what: "a byte that is no UTF-8", at: start, bytes: [0xff] },
		{ what: "a letter cut off", at: start + units - 1, bytes: [0xc3] },
	];
}

function word(value: number): readonly number[] {
	return [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24];
}
