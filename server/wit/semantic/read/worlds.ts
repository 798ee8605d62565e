/** Reads worlds (WIT.md, "Worlds"). */
import type {
	ExternDeclaration,
	ExternShape,
	IncludeDeclaration,
	InterfaceDeclaration,
	Name,
	WorldMember,
} from "../declarations.ts";
import { accessorAt, type Preface, readFunction } from "./functions.ts";
import { readBody, readInterfaceMember, readPath, readTypeDeclaration, readUse } from "./members.ts";
import type { Reader } from "./reader.ts";

export function readWorldMember(reader: Reader, preface: Preface): WorldMember | null {
	switch (reader.kind()) {
		case "import":
		case "export":
			return readExtern(reader, preface);
		case "use":
			return readUse(reader, preface);
		case "include":
			return readInclude(reader, preface);
		default: {
			const type = readTypeDeclaration(reader, preface);
			if (type === null) reader.fail("`import`, `export`, `include`, `use` or a type");
			return type;
		}
	}
}

function readExtern(reader: Reader, preface: Preface): ExternDeclaration | null {
	const direction = reader.kind() === "import" ? "import" : "export";
	reader.at++;
	const { docs, gates, start } = preface;
	const read = readExternShape(reader, preface);
	if (read === null) return null;
	return { kind: "extern", direction, ...read, docs, gates, span: reader.since(start) };
}

function readExternShape(reader: Reader, preface: Preface): { name: Name; shape: ExternShape } | null {
	if (reader.atName() && reader.kind(1) === ":") {
		const after = reader.kind(2);
		if (after === "func" || after === "async" || accessorAt(reader, 2) !== null) {
			const name = label(reader);
			const read = readFunction(reader, name, "free", preface);
			if (!reader.broken) reader.expect(";");
			return { name, shape: { form: "function", function: read } };
		}
		if (after === "interface") {
			const name = label(reader);
			reader.at++;
			const members = readBody(reader, (inner) => readInterfaceMember(reader, inner));
			const span = reader.since(preface.start);
			const read: InterfaceDeclaration = { kind: "interface", name, members, docs: preface.docs, gates: preface.gates, span };
			return { name, shape: { form: "interface", interface: read } };
		}
		// `a:b/c` is a path and `a: b` a path with a label: only what follows the second name tells them apart.
		if (!(reader.atName(2) && reader.kind(3) === "/")) return readPathShape(reader, label(reader));
	}
	return readPathShape(reader, null);
}

function label(reader: Reader): Name {
	const name = reader.name() ?? reader.missingName();
	reader.at++;
	return name;
}

function readPathShape(reader: Reader, name: Name | null): { name: Name; shape: ExternShape } | null {
	const path = readPath(reader);
	if (path === null) return null;
	if (!reader.broken) reader.expect(";");
	return { name: name ?? path.name, shape: { form: "path", label: name, path } };
}

function readInclude(reader: Reader, { gates, start }: Preface): IncludeDeclaration | null {
	reader.at++;
	const path = readPath(reader);
	if (path === null) return null;
	const renames: { name: Name; alias: Name }[] = [];
	if (reader.broken || !reader.eat("with")) {
		if (!reader.broken) reader.expect(";");
	} else if (reader.expect("{")) {
		reader.list("}", () => {
			const name = reader.name();
			if (name === null || !reader.expect("as")) return;
			const alias = reader.name();
			if (alias !== null) renames.push({ name, alias });
		});
	}
	return { kind: "include", path, renames, gates, span: reader.since(start) };
}
