import type { HandleType, LowerContext, ResourceValue, StringEncoding } from "../../server/wit/value/index.ts";

/** A guest without code: a memory, a `realloc` that never frees, and a table of handles. */
export interface Guest {
	readonly cx: LowerContext;
	readonly bytes: () => Uint8Array;
	/** The handles in the table, by index. */
	readonly handles: Map<number, ResourceValue>;
}

/** What the memory holds where nothing was written: not zero, so that bytes which should be written and are not are seen. */
const GARBAGE = 0xa5;

export function makeGuest(encoding: StringEncoding = "utf8", realloc?: LowerContext["realloc"]): Guest {
	const memory = new WebAssembly.Memory({ initial: 1 });
	const bytes = () => new Uint8Array(memory.buffer);
	bytes().fill(GARBAGE);
	let top = 16;
	const handles = new Map<number, ResourceValue>();
	const lift = (_type: HandleType, handle: number) => {
		const value = handles.get(handle);
		if (value === undefined) throw new Error(`no handle ${handle}`);
		return value;
	};
	const lower = (_type: HandleType, value: ResourceValue) => {
		const handle = handles.size + 1;
		handles.set(handle, value);
		return handle;
	};
	const cx: LowerContext = {
		memory,
		encoding,
		resources: { liftOwn: lift, liftBorrow: lift, lowerOwn: lower, lowerBorrow: lower },
		realloc:
			realloc ??
			((_oldPointer, _oldSize, align, size) => {
				const pointer = Math.ceil(top / align) * align;
				top = pointer + size;
				// Growing replaces the memory's buffer, even where it grows by nothing: a view that is kept across a call is out of date.
				const old = memory.buffer.byteLength;
				memory.grow(Math.max(0, Math.ceil((top - old) / 65536)));
				if (memory.buffer.byteLength > old) bytes().fill(GARBAGE, old);
				return pointer;
			}),
	};
	return { cx, bytes, handles };
}
