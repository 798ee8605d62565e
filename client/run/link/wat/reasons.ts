/** Why generated code ends a call: it gives the position in this list, and an index where the text has a `%`, to the function `fail` of the linker. */
const REASONS = [
	"call stack exhausted",
	"borrow handles still remain at the end of the call",
	"cannot leave component instance",
	"unknown handle index %",
	"handle index used with the wrong type",
	"cannot remove a resource that is lent",
	"cannot lift own resource from a borrow",
	"handle table full",
	"invalid utf-8",
	"invalid utf-16",
] as const;

export type Reason = (typeof REASONS)[number];

/** The call that ends with `reason`, as WAT; `detail` is an expression of type i32. What follows it is not reached. */
export function failWith(reason: Reason, detail = "(i32.const 0)"): string {
	return `(call $fail (i32.const ${REASONS.indexOf(reason)} (; ${reason} ;)) ${detail}) unreachable`;
}

/** The text of a reason that generated code gave, with its index unsigned. */
export function reasonText(reason: number, detail: number): string {
	return (REASONS[reason] ?? `reason ${reason}`).replace("%", String(detail >>> 0));
}

/** What every generated module that can fail imports. */
export const IMPORT_FAIL = '(import "link" "fail" (func $fail (param $reason i32) (param $detail i32)))';
