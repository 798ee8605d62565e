import { Trap, trapIf } from "../../../server/wit/index.ts";
import type { Resource } from "./resources.ts";

const MAX_HANDLES = 2 ** 28 - 1;

/** What an index in a component instance's table stands for. */
export interface HandleEntry {
	readonly resource: Resource;
	readonly rep: number;
	readonly own: boolean;
	/** How many calls that still run have it lent: it cannot be moved or dropped meanwhile. */
	lends: number;
	/** For a borrow the depth of the call that must drop it before it returns. */
	readonly scope: number;
}

/**
 * The handles of one component instance, all resource types together. Index 0 is never used; freed indices are used again, last
 * freed first. Canonical ABI, section "Table State".
 */
export class HandleTable {
	private readonly entries: (HandleEntry | null)[] = [null];
	private readonly free: number[] = [];

	add(entry: HandleEntry): number {
		const reused = this.free.pop();
		if (reused !== undefined) {
			this.entries[reused] = entry;
			return reused;
		}
		trapIf(this.entries.length >= MAX_HANDLES, "handle table full");
		return this.entries.push(entry) - 1;
	}

	/** The entry of `index`, or null: for those who only look. */
	peek(index: number): HandleEntry | null {
		return this.entries[index >>> 0] ?? null;
	}

	/** The entry of `index`; traps where there is none, or one of another resource. */
	get(index: number, resource: Resource): HandleEntry {
		const entry = this.entries[index >>> 0];
		if (!entry) throw new Trap(`unknown handle index ${index >>> 0}`);
		trapIf(entry.resource !== resource, "handle index used with the wrong type");
		return entry;
	}

	remove(index: number, resource: Resource): HandleEntry {
		const entry = this.get(index, resource);
		trapIf(entry.lends !== 0, "cannot remove a resource that is lent");
		this.entries[index >>> 0] = null;
		this.free.push(index >>> 0);
		return entry;
	}
}
