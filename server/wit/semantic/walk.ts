/** All types of a passage, in order, for checks that need no names. */
import type {
	FunctionDeclaration,
	InterfaceMember,
	NestedPackage,
	TopItem,
	TypeDeclaration,
	TypeExpression,
	WorldMember,
} from "./declarations.ts";
import type { Passage } from "./passages.ts";
import { innerTypes } from "./types.ts";

interface Types {
	readonly declared: TypeDeclaration[];
	readonly expressions: TypeExpression[];
}

/** Several rules ask for the same types of the same text. */
const collected = new WeakMap<Passage, Types>();

function typesOf(passage: Passage): Types {
	const known = collected.get(passage);
	if (known !== undefined) return known;
	const types: Types = { declared: [], expressions: [] };
	collectItems(types, passage.items);
	collectNested(types, passage.nested);
	collected.set(passage, types);
	return types;
}

/** Every declared type. */
export function declaredTypes(passage: Passage): readonly TypeDeclaration[] {
	return typesOf(passage).declared;
}

/** Every type expression, those inside of others included. */
export function typeExpressions(passage: Passage): readonly TypeExpression[] {
	return typesOf(passage).expressions;
}

function collectNested(types: Types, packages: readonly NestedPackage[]): void {
	for (const { items, nested } of packages) {
		collectItems(types, items);
		collectNested(types, nested);
	}
}

function collectItems(types: Types, items: readonly TopItem[]): void {
	for (const item of items) {
		if (item.kind !== "top-use") for (const member of item.members) collectMember(types, member);
	}
}

function collectMember(types: Types, member: InterfaceMember | WorldMember): void {
	if (member.kind === "function") collectFunction(types, member);
	else if (member.kind === "extern") {
		if (member.shape.form === "function") collectFunction(types, member.shape.function);
		else if (member.shape.form === "interface") for (const inner of member.shape.interface.members) collectMember(types, inner);
	} else if (member.kind === "type") {
		types.declared.push(member);
		const { body } = member;
		if (body.form === "alias") collectExpression(types, body.type);
		else if (body.form === "resource") for (const read of body.functions) collectFunction(types, read);
		else for (const { type } of body.parts) if (type !== null) collectExpression(types, type);
	}
}

function collectFunction(types: Types, { parameters, result }: FunctionDeclaration): void {
	for (const { type } of parameters) collectExpression(types, type);
	if (result !== null) collectExpression(types, result);
}

function collectExpression(types: Types, type: TypeExpression): void {
	types.expressions.push(type);
	for (const inner of innerTypes(type)) collectExpression(types, inner);
}
