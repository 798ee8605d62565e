import { Trap } from "../../../server/wit/index.ts";
import type { HandleEntry } from "./tables.ts";

const MAX_DEPTH = 65_535;
/** The instance that calls exports and that imports call: no component instance. */
export const HOST = -1;

interface Scope {
	/** The context slots of the caller, restored at exit. */
	context0: number;
	context1: number;
	caller: number;
	/** Borrowed handles that the callee got and has not dropped. */
	borrows: number;
	/** Handles that the caller lent for this call. */
	lent: HandleEntry[] | null;
}

/**
 * The calls that are under way between component instances, as a stack. A scope begins before the parameters are lifted, since what
 * is lent belongs to the callee's scope. Its functions are closures, so that they can be given to core code as they are.
 */
export interface Scopes {
	enter(caller: number, async: number, callee: number): void;
	/** Traps where the callee still holds borrowed handles. */
	exit(): void;
	depth(): number;
	/** Ends all scopes above `depth` without checks, after a trap. */
	unwind(depth: number): void;
	/** The instance that made the innermost call. */
	caller(): number;
	/** Lends `entry` until the innermost call ends. */
	lend(entry: HandleEntry): void;
	/** Counts borrowed handles of the scope at `depth`. */
	borrowed(depth: number, change: 1 | -1): void;
	getContext0(): number;
	getContext1(): number;
	setContext0(value: number): void;
	setContext1(value: number): void;
}

/** `fail` throws what it is given, and keeps core code from catching it. */
export function createScopes(fail: (error: Trap) => never): Scopes {
	const bottom: Scope = { context0: 0, context1: 0, caller: HOST, borrows: 0, lent: null };
	// Scopes are used again: a call between components must not leave garbage.
	const scopes: Scope[] = [bottom];
	let top = bottom;
	let depth = 0;
	let context0 = 0;
	let context1 = 0;

	function scopeAt(index: number): Scope {
		return scopes[index] ?? bottom;
	}

	function endLends(scope: Scope): void {
		if (scope.lent === null) return;
		for (const entry of scope.lent) entry.lends--;
		scope.lent = null;
	}

	return {
		enter(caller) {
			if (depth >= MAX_DEPTH) fail(new Trap("call stack exhausted"));
			depth++;
			let scope = scopes[depth];
			if (scope === undefined) {
				scope = { context0, context1, caller, borrows: 0, lent: null };
				scopes[depth] = scope;
			} else {
				scope.context0 = context0;
				scope.context1 = context1;
				scope.caller = caller;
				scope.borrows = 0;
				scope.lent = null;
			}
			top = scope;
			context0 = 0;
			context1 = 0;
		},
		exit() {
			if (top.borrows > 0) fail(new Trap("borrow handles still remain at the end of the call"));
			endLends(top);
			context0 = top.context0;
			context1 = top.context1;
			depth--;
			top = scopeAt(depth);
		},
		depth: () => depth,
		unwind(to) {
			for (; depth > to; depth--) endLends(scopeAt(depth));
			top = scopeAt(depth);
		},
		caller: () => top.caller,
		lend(entry) {
			entry.lends++;
			top.lent ??= [];
			top.lent.push(entry);
		},
		borrowed(at, change) {
			scopeAt(at).borrows += change;
		},
		getContext0: () => context0,
		getContext1: () => context1,
		setContext0(value) {
			context0 = value;
		},
		setContext1(value) {
			context1 = value;
		},
	};
}
