import { printType } from "../../server/wit/index.ts";
import { writtenName } from "./exports.ts";
import type { InvocableFunction } from "./protocol.ts";

/** The function as WIT writes it: `lookup: func(sku: string) -> result<product, lookup-error>`. */
export function signatureOf({ name, type }: Pick<InvocableFunction, "name" | "type">): string {
	const params = type.params.map((param) => `${param.name}: ${printType(param.type)}`).join(", ");
	const result = type.result === null ? "" : ` -> ${printType(type.result)}`;
	return `${writtenName(name)}: ${type.async ? "async " : ""}func(${params})${result}`;
}
