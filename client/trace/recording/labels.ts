/** Names the resources of guests in order of appearance: `basket#3` is the third basket that was seen, by whatever handle. */
import { holdsHandle, type ValueType } from "../../../server/wit/index.ts";
import type { HandleNamer, RawValues } from "./assembly.ts";
import { partOf, type RecordedType } from "./lift.ts";
import { type Image, Payload, Relocation, type Words } from "./payload.ts";

/** How the values of an edge are laid out, where handles are among them. */
interface HandlePart {
	readonly types: readonly ValueType[];
	readonly words: number;
	readonly inMemory: boolean;
}

interface EdgeHandles {
	readonly args: HandlePart | null;
	readonly result: HandlePart | null;
	readonly edge: RecordedType;
}

export class ResourceNames implements HandleNamer {
	readonly #edges: readonly EdgeHandles[];
	/** The names of the resources. */
	readonly #resources: readonly string[];
	/** By resource and representation the number of its name. */
	readonly #numbers = new Map<string, number>();
	/** How many there are of a name. */
	readonly #counts = new Map<string, number>();

	constructor(edges: readonly RecordedType[], resources: readonly string[]) {
		this.#resources = resources;
		this.#edges = edges.map((edge) => ({ edge, args: handlePart(edge, "args"), result: handlePart(edge, "result") }));
	}

	name(edge: number, part: "args" | "result", values: RawValues): RawValues {
		const known = this.#edges[edge];
		const chosen = known?.[part] ?? null;
		if (known === undefined || chosen === null || values.text) return values;
		// The record in the ring is the guest's: names go into a copy.
		const bytes = values.bytes.slice();
		const view = new DataView(bytes.buffer);
		const payload = new Payload(bytes, 8 * chosen.words);
		const relocation = new Relocation(payload, new Scratch(), known.edge.encoding, (_type, _words, _index, at) => {
			if (at !== null) view.setUint32(at + 4, this.#numberOf(view.getUint32(at, true), view.getUint32(at + 4, true)), true);
		});
		try {
			if (chosen.inMemory) relocation.memory(chosen.types);
			else relocation.flatAll(chosen.types, flatWords(view));
		} catch {
			// What is no value of its type has no handles either.
		}
		return { ...values, bytes };
	}

	forget(resource: number, representation: number): void {
		this.#numbers.delete(`${resource + 1} ${representation}`);
	}

	/** `resource` is the number of the resource + 1; 0 where it is not known. */
	#numberOf(resource: number, representation: number): number {
		const key = `${resource} ${representation}`;
		const known = this.#numbers.get(key);
		if (known !== undefined || resource === 0) return known ?? 0;
		const name = this.#resources[resource - 1] ?? "?";
		const number = (this.#counts.get(name) ?? 0) + 1;
		this.#counts.set(name, number);
		this.#numbers.set(key, number);
		return number;
	}
}

function handlePart(edge: RecordedType, which: "args" | "result"): HandlePart | null {
	const part = partOf(edge, which);
	if (part === null || !part.types.some(holdsHandle)) return null;
	return { types: part.types, words: part.flat.length, inMemory: part.inMemory };
}

/** Core values, of which only 32-bit words are looked at, and none is changed. */
function flatWords(view: DataView): Words {
	return { get: (index) => view.getUint32(8 * index, true), set: () => undefined };
}

/** Memory that is looked at once. */
class Scratch implements Image {
	view = new DataView(new ArrayBuffer(256));
	#end = 8;

	place(bytes: Uint8Array): number {
		const address = this.#end;
		if (address + bytes.length > this.view.byteLength) {
			const larger = new Uint8Array(2 * (address + bytes.length));
			larger.set(new Uint8Array(this.view.buffer));
			this.view = new DataView(larger.buffer);
		}
		new Uint8Array(this.view.buffer).set(bytes, address);
		this.#end = Math.ceil((address + bytes.length) / 8) * 8;
		return address;
	}
}
