/** Bytes of a file as text: WIT is UTF-8. */

export type Decoded =
	| { readonly ok: true; readonly text: string }
	| { readonly ok: false; readonly before: string; readonly message: string };

/** Decodes a whole file; a byte order mark is left out. `before` is the text up to the first byte that is no UTF-8. */
export function decodeUtf8(bytes: Uint8Array): Decoded {
	try {
		return { ok: true, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
	} catch {
		const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
		if (wide) return { ok: false, before: "", message: "This file is in UTF-16. Save it as UTF-8." };
		const valid = validLength(bytes);
		const byte = (bytes[valid] ?? 0).toString(16).toUpperCase().padStart(2, "0");
		const before = new TextDecoder().decode(bytes.subarray(0, valid));
		return { ok: false, before, message: `This file is not UTF-8: the byte 0x${byte} cannot stand here. Save it as UTF-8.` };
	}
}

/** How many bytes from the start are whole, correct characters. */
function validLength(bytes: Uint8Array): number {
	let low = 0;
	let high = bytes.length;
	// A prefix is correct, or cut inside of its last character, as long as it is short enough: halve until the border is found.
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if (decodes(bytes.subarray(0, middle), true)) low = middle;
		else high = middle - 1;
	}
	while (!decodes(bytes.subarray(0, low), false)) low--;
	return low;
}

function decodes(bytes: Uint8Array, mayBeCut: boolean): boolean {
	try {
		new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: mayBeCut });
		return true;
	} catch {
		return false;
	}
}
