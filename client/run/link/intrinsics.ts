import { Trap } from "../../../server/wit/index.ts";
import { type CoreFunction, isCoreFunction } from "./core-function.ts";
import type { Shape } from "./wat/shape.ts";

/** What the generated module imports. What these throw ends the component. */
export interface IntrinsicsImports {
	/** A trap, with the number of its reason and an index. */
	fail(reason: number, detail: number): never;
	/** A guest dropped the last handle of an object of the host. */
	dropObject(resource: number, rep: number): void;
	/** A resource of a guest is destroyed that has a name for people. */
	forget(resource: number, rep: number): void;
	/** An adapter lent a handle. */
	lent(table: number, rep: number, lowered: number): void;
	/** Functions of the host, by the index of the trampoline. */
	readonly host: Readonly<Record<string, CoreFunction>>;
}

/**
 * The generated intrinsics of one link: the state of calls, handle tables and flags of all its component instances. Its functions are
 * there once the module is instantiated.
 */
export class Intrinsics {
	/** Begins a call between instances: `caller` and `callee` are component instances, -1 the host. */
	enter: (caller: number, async: number, callee: number) => void = notYet;
	/** Ends it; traps where the callee still holds borrowed handles. */
	exit: () => void = notYet;
	/** The state in which nothing runs, after a trap; before anything is instantiated there is nothing to put back. */
	reset: () => void = () => undefined;
	/** Takes an own handle out of a resource table; answers its representation. */
	takeOwn: (table: number, index: number) => number = notYet;
	/** Lends a handle until the innermost call ends. */
	lendBorrow: (table: number, index: number) => number = notYet;
	/** Enters a representation into a resource table; answers the index. */
	addOwn: (table: number, rep: number) => number = notYet;
	addBorrow: (table: number, rep: number) => number = notYet;
	/** Whether calls of the host must `enter` and `exit` for the context slots alone. */
	readonly usesContext: boolean;
	private exports: WebAssembly.Exports = {};
	private readonly shape: Shape;

	constructor(shape: Shape) {
		this.shape = shape;
		this.usesContext = shape.context;
	}

	instantiate(module: WebAssembly.Module, { host, ...link }: IntrinsicsImports): void {
		const functions = { fail: link.fail, "drop-object": link.dropObject, forget: link.forget, lent: link.lent };
		this.adopt(new WebAssembly.Instance(module, { link: functions, host: { ...host } }).exports);
	}

	/** Takes the exports of an instance that is there already: as a part of a merged module, for example. */
	adopt(exports: WebAssembly.Exports): void {
		this.exports = exports;
		const enter = this.function("enter");
		const exit = this.function("exit");
		const reset = this.function("reset");
		this.enter = enter;
		this.exit = exit;
		this.reset = reset;
		if (!this.shape.handles) return;
		this.takeOwn = this.number("take-own");
		this.lendBorrow = this.number("lend-borrow");
		this.addOwn = this.number("add-own");
		this.addBorrow = this.number("add-borrow");
	}

	/** An exported function by its name. */
	function(name: string): CoreFunction {
		const found = this.exports[name];
		if (!isCoreFunction(found)) throw new Error(`the generated module has no function ${name}`);
		return found;
	}

	/** An exported function, or null where there is none. */
	find(name: string): CoreFunction | null {
		const found = this.exports[name];
		return isCoreFunction(found) ? found : null;
	}

	global(name: string): WebAssembly.Global {
		const found = this.exports[name];
		if (!(found instanceof WebAssembly.Global)) throw new Error(`the generated module has no global ${name}`);
		return found;
	}

	/** The resource and representation behind an index of an instance's table, or null: for those who only look. */
	peek(instance: number, index: number): { readonly resource: number; readonly rep: number } | null {
		const found = this.find("peek")?.(instance, index);
		if (!Array.isArray(found)) return null;
		const [resource, rep] = found;
		return Number(resource) === 0 ? null : { resource: Number(resource) - 1, rep: Number(rep) };
	}

	/** Gives generated code the destructor of a resource: as its own instance calls it, and by the trampolines by which others do. */
	setDestructor(resource: number, destructor: CoreFunction, from: (trampoline: number) => CoreFunction): void {
		const known = this.shape.destructors.get(resource);
		if (known !== undefined) this.setSlot(known.slot, destructor);
		for (const [trampoline, drop] of this.shape.drops) if (drop.resource === resource) this.setSlot(drop.slot, from(trampoline));
	}

	setRealloc(index: number, realloc: CoreFunction): void {
		for (const each of this.shape.reallocs.values()) if (each.realloc === index) this.setSlot(each.slot, realloc);
	}

	setPostReturn(index: number, cleanUp: CoreFunction): void {
		const known = this.shape.postReturns.get(index);
		if (known !== undefined) this.setSlot(known.slot, cleanUp);
	}

	private setSlot(slot: number, given: CoreFunction): void {
		const table = this.exports["functions"];
		if (!(table instanceof WebAssembly.Table)) throw new Error("the generated module has no table");
		table.set(slot, given);
	}

	/** The function itself: one that is called through another is called as one of many. */
	private number(name: string): (first: number, second: number) => number {
		const found = this.exports[name];
		if (!isNumeric(found)) throw new Error(`the generated module has no function ${name}`);
		return found;
	}
}

function isNumeric(value: unknown): value is (first: number, second: number) => number {
	return typeof value === "function";
}

function notYet(): never {
	throw new Trap("the component is not instantiated yet");
}
