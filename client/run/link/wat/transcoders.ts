/**
 * The string transcoders of the fused adapters, as WAT modules: one for each operation, the same for all compositions. An adapter has
 * checked that both ranges lie in their memories and are aligned; what is left is to check the code units and to carry them over. Lengths
 * are counted down, not compared with an end: a string may end with a memory of 4 GiB.
 */
import { IMPORT_FAIL } from "./reasons.ts";
import { COPY_UTF8, UTF8_TO_COMPACT_UTF16, UTF8_TO_LATIN1, UTF8_TO_UTF16 } from "./utf8.ts";
import {
	COPY_LATIN1,
	COPY_UTF16,
	INFLATE,
	LATIN1_TO_UTF8,
	LATIN1_TO_UTF16,
	UTF16_TO_COMPACT_PROBABLY_UTF16,
	UTF16_TO_COMPACT_UTF16,
	UTF16_TO_LATIN1,
	UTF16_TO_UTF8,
} from "./utf16.ts";

const OPERATIONS: Readonly<Record<string, string>> = {
	CopyUtf8: COPY_UTF8,
	CopyUtf16: COPY_UTF16,
	CopyLatin1: COPY_LATIN1,
	Latin1ToUtf16: LATIN1_TO_UTF16,
	Latin1ToUtf8: LATIN1_TO_UTF8,
	Utf8ToUtf16: UTF8_TO_UTF16,
	Utf8ToLatin1: UTF8_TO_LATIN1,
	Utf8ToCompactUtf16: UTF8_TO_COMPACT_UTF16(INFLATE),
	Utf16ToUtf8: UTF16_TO_UTF8,
	Utf16ToLatin1: UTF16_TO_LATIN1,
	Utf16ToCompactUtf16: UTF16_TO_COMPACT_UTF16,
	Utf16ToCompactProbablyUtf16: UTF16_TO_COMPACT_PROBABLY_UTF16,
};

/** The module of an operation of the plan, or null for one that is not known. It exports `transcode`. */
export function transcoderText(operation: string): string | null {
	const body = Object.hasOwn(OPERATIONS, operation) ? OPERATIONS[operation] : undefined;
	if (body === undefined) return null;
	return `;; ${operation}: a string from one memory to another
(module $${GLUE}
  (import "from" "memory" (memory $from 0))
  (import "to" "memory" (memory $to 0))
  ${IMPORT_FAIL}${body})
`;
}

/** The name of all generated modules: the stack of a trap leaves them out. */
export const GLUE = "witness-glue";
