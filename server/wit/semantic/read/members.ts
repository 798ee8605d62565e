/** Reads what stands in interfaces and in worlds: types, functions and `use` (WIT.md, "Interfaces"). */
import type {
	FunctionDeclaration,
	InterfaceMember,
	ItemPath,
	Name,
	Part,
	TypeBody,
	TypeDeclaration,
	UseDeclaration,
	UsedName,
} from "../declarations.ts";
import { type Preface, readConstructor, readFunction } from "./functions.ts";
import { readGates, readVersion } from "./gates.ts";
import type { Reader } from "./reader.ts";
import { readType } from "./types.ts";

/** Reads `{ member … }`; each broken member is reported and left behind. */
export function readBody<T>(reader: Reader, member: (preface: Preface) => T | null): readonly T[] {
	const members: T[] = [];
	if (!reader.expect("{")) return members;
	for (;;) {
		const docs = reader.docs();
		if (reader.eat("}")) return members;
		if (reader.bodyAbandoned()) {
			reader.fail("`}` to close this body", null);
			return members;
		}
		const from = reader.at;
		const start = reader.start;
		const gates = readGates(reader);
		const read = reader.broken ? null : member({ docs, gates, start });
		if (read !== null) members.push(read);
		if (reader.broken) reader.recoverMember(from);
	}
}

export function readInterfaceMember(reader: Reader, preface: Preface): InterfaceMember | null {
	if (reader.kind() === "use") return readUse(reader, preface);
	if (!reader.atName()) {
		const type = readTypeDeclaration(reader, preface);
		if (type === null)
			reader.fail(
				"a type, a function or `use`",
				"An interface holds types (`type`, `record`, `variant`, `enum`, `flags`, `resource`), functions (`name: func()`) and `use`.",
			);
		return type;
	}
	const name = reader.name();
	if (name === null || !reader.expect(":")) return null;
	const read = readFunction(reader, name, "free", preface);
	if (!reader.broken) reader.expect(";");
	return read;
}

/** Reads a type's declaration, or answers null where none begins. */
export function readTypeDeclaration(reader: Reader, preface: Preface): TypeDeclaration | null {
	const form = reader.kind();
	switch (form) {
		case "type":
		case "record":
		case "variant":
		case "enum":
		case "flags":
		case "resource": {
			reader.at++;
			const name = reader.name() ?? reader.missingName();
			const body = reader.broken && reader.kind() !== "{" ? emptyBody(form) : readTypeBody(reader, form);
			return {
				kind: "type",
				name,
				body,
				docs: preface.docs,
				gates: preface.gates,
				span: reader.since(preface.start),
			};
		}
		default:
			return null;
	}
}

type TypeWord = "type" | "record" | "variant" | "enum" | "flags" | "resource";

function emptyBody(form: TypeWord): TypeBody {
	if (form === "resource") return { form, functions: [] };
	const nowhere = { start: 0, end: 0 };
	if (form === "type") return { form: "alias", type: { kind: "missing", span: nowhere, head: nowhere } };
	return { form, parts: [], complete: false };
}

function readTypeBody(reader: Reader, form: TypeWord): TypeBody {
	switch (form) {
		case "type": {
			const type = reader.expect("=") ? readType(reader) : null;
			if (!reader.broken) reader.expect(";");
			return type === null ? emptyBody(form) : { form: "alias", type };
		}
		case "resource":
			return { form, functions: readResource(reader) };
		case "record":
		case "variant":
		case "enum":
		case "flags": {
			const before = reader.problems.length;
			const parts = readParts(reader, form);
			return { form, parts, complete: reader.problems.length === before };
		}
		default: {
			const impossible: never = form;
			return impossible;
		}
	}
}

function readParts(reader: Reader, form: "record" | "variant" | "enum" | "flags"): readonly Part[] {
	const parts: Part[] = [];
	if (!reader.expect("{")) return parts;
	reader.list("}", () => {
		const docs = reader.docs();
		if (reader.kind() === "@") skipGates(reader);
		const name = reader.name();
		if (name === null) return;
		if (form === "record" && !reader.expect(":")) return;
		if (form === "record") parts.push({ name, type: readType(reader), docs });
		else if (form === "variant" && reader.eat("(")) {
			parts.push({ name, type: readType(reader), docs });
			if (!reader.broken) reader.expect(")");
		} else parts.push({ name, type: null, docs });
	});
	return parts;
}

/** Attributes on a part are reported and left out: the part itself is fine. */
function skipGates(reader: Reader): void {
	reader.report("attributes cannot stand on fields, cases and flags", reader.span(), "Put them on the whole type.");
	readGates(reader);
}

function readResource(reader: Reader): readonly FunctionDeclaration[] {
	if (reader.kind() === "{") return readBody(reader, (preface) => readResourceFunction(reader, preface));
	reader.expect(";");
	return [];
}

function readResourceFunction(reader: Reader, preface: Preface): FunctionDeclaration | null {
	if (reader.kind() === "constructor") {
		const read = readConstructor(reader, preface);
		if (!reader.broken) reader.expect(";");
		return read;
	}
	if (!reader.atName()) {
		const hint =
			reader.kind() === "async" ? "A constructor cannot be `async`; an asynchronous function is `name: async func()`." : null;
		reader.fail("`constructor` or the name of a method", hint);
		return null;
	}
	const name = reader.name();
	if (name === null || !reader.expect(":")) return null;
	const role = reader.eat("static") ? "static" : "method";
	const read = readFunction(reader, name, role, preface);
	if (!reader.broken) reader.expect(";");
	return read;
}

/** `name` or `namespace:package/name@version`. */
export function readPath(reader: Reader): ItemPath | null {
	const first = reader.name();
	if (first === null) return null;
	if (!reader.eat(":")) return { package: null, name: first, span: first.span };
	const second = reader.name();
	if (second === null || !reader.expect("/")) return null;
	const name = reader.name();
	if (name === null) return null;
	const hasVersion = reader.eat("@");
	const version = hasVersion ? readVersion(reader) : null;
	const span = reader.stretch(first.span.start, second.span.end);
	return {
		package: { namespace: first, name: second, version, hasBrokenVersion: hasVersion && version === null, span },
		name,
		span: reader.since(first.span.start),
	};
}

export function readUse(reader: Reader, { gates, start }: Preface): UseDeclaration | null {
	reader.at++;
	const path = readPath(reader);
	if (path === null) return null;
	const names: UsedName[] = [];
	if (reader.expect(".") && reader.expect("{")) {
		reader.list("}", () => {
			const name = reader.name();
			if (name === null) return;
			const alias: Name | null = reader.eat("as") ? reader.name() : null;
			names.push({ name, alias });
		});
		if (!reader.broken) reader.expect(";");
	}
	return { kind: "use", path, names, gates, span: reader.since(start) };
}
