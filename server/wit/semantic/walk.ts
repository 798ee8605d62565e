/** All types of a file, in order, for checks that need no names. */
import type {
	FileDeclarations,
	InterfaceMember,
	NestedPackage,
	TopItem,
	TypeDeclaration,
	TypeExpression,
	WorldMember,
} from "./declarations.ts";
import { innerTypes } from "./types.ts";

/** Every declared type. */
export function* declaredTypes(file: FileDeclarations): Generator<TypeDeclaration> {
	for (const member of membersOf(file)) if (member.kind === "type") yield member;
}

/** Every type expression, those inside of others included. */
export function* typeExpressions(file: FileDeclarations): Generator<TypeExpression> {
	for (const member of membersOf(file)) for (const type of directTypes(member)) yield* withInner(type);
}

function* withInner(type: TypeExpression): Generator<TypeExpression> {
	yield type;
	for (const inner of innerTypes(type)) yield* withInner(inner);
}

function* membersOf(file: FileDeclarations): Generator<InterfaceMember | WorldMember> {
	yield* membersOfItems(file.items);
	yield* membersOfNested(file.nested);
}

function* membersOfNested(packages: readonly NestedPackage[]): Generator<InterfaceMember | WorldMember> {
	for (const { items, nested } of packages) {
		yield* membersOfItems(items);
		yield* membersOfNested(nested);
	}
}

function* membersOfItems(items: readonly TopItem[]): Generator<InterfaceMember | WorldMember> {
	for (const item of items) {
		if (item.kind === "top-use") continue;
		for (const member of item.members) {
			yield member;
			if (member.kind === "extern" && member.shape.form === "interface") yield* member.shape.interface.members;
			if (member.kind === "extern" && member.shape.form === "function") yield member.shape.function;
		}
	}
}

function* directTypes(member: InterfaceMember | WorldMember): Generator<TypeExpression> {
	if (member.kind === "function") {
		for (const { type } of member.parameters) yield type;
		if (member.result !== null) yield member.result;
	} else if (member.kind === "type") {
		const { body } = member;
		if (body.form === "alias") yield body.type;
		else if (body.form === "resource") for (const read of body.functions) yield* directTypes(read);
		else for (const { type } of body.parts) if (type !== null) yield type;
	}
}
