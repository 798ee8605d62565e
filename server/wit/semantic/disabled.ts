/**
 * References to what a feature switches off. The reference parser reports them at the item that holds the reference; an anonymous type (`option<t>`) waits for the
 * features of what is in it, unless the item around it says itself how stable it is.
 */
import type { FileDeclarations, Gate, Span, TypeExpression } from "./declarations.ts";
import { isEnabled, missingFeature, saysStability } from "./gates.ts";
import type { OwnerScope, Resolution } from "./resolution.ts";
import type { FunctionSymbol, TypeSymbol } from "./symbols.ts";
import { innerTypes } from "./types.ts";

/** Checks the body of a declared type. */
export function checkDisabledParts(resolution: Resolution, scope: OwnerScope, symbol: TypeSymbol): void {
	const { features } = resolution;
	if (features === "all" || symbol.declaration === null || !isEnabled(features, symbol.gates)) return;
	const { body } = symbol.declaration;
	const explicit = saysStability(symbol.gates);
	const at = symbol.name.span;
	if (body.form === "alias") visitAlias(resolution, scope, body.type, at, explicit);
	else if (body.form !== "resource") {
		for (const { type, name } of body.parts) {
			if (type !== null) visit(resolution, scope, type, body.form === "record" ? name.span : at, explicit);
		}
	}
}

/** Checks the parameters and the result of a function, and the resource that it belongs to. */
export function checkDisabledFunction(
	resolution: Resolution,
	scope: OwnerScope,
	{ declaration, resource, name }: FunctionSymbol,
): void {
	const { features } = resolution;
	const { owner } = scope;
	if (features === "all" || !isEnabled(features, declaration.gates) || !isEnabled(features, owner.declaration.gates)) return;
	if (resource !== null && reportIfOff(resolution, resource, owner.file, name.span)) return;
	for (const { type } of declaration.parameters) visit(resolution, scope, type, name.span, false);
	if (declaration.result !== null) visit(resolution, scope, declaration.result, name.span, false);
}

/** Types of an interface or world that is switched off must be switched off too, and those of a world that is there may not be. */
export function checkDisabledOwner(resolution: Resolution, { owner, members }: OwnerScope): void {
	const { features } = resolution;
	if (features === "all") return;
	const feature = missingFeature(features, owner.declaration.gates);
	if (feature === null && owner.kind === "interface") return;
	for (const member of members) {
		if (member.kind !== "type") continue;
		const off = missingFeature(features, member.gates);
		const related = [{ file: owner.file, span: owner.name.span, message: `the ${owner.kind}` }];
		if (feature !== null && off === null) {
			const span = (member.used?.name ?? member.name).span;
			const what = `${owner.kind} \`${owner.name.text}\``;
			resolution.report({ kind: "disabled", what, feature, container: true, file: owner.file, span, related });
		} else if (feature === null && off !== null) {
			const what = `type \`${member.name.text}\``;
			resolution.report({
				kind: "disabled",
				what,
				feature: off,
				container: false,
				file: owner.file,
				span: member.name.span,
			});
		}
	}
}

/** Tells of the members that are not there, or of all of the interface or world where it is not there itself. */
export function checkInactive(resolution: Resolution, { owner }: OwnerScope): void {
	const { features } = resolution;
	if (features === "all") return;
	const { declaration, file } = owner;
	const tell = ({ gates, span }: { readonly gates: readonly Gate[]; readonly span: Span }): boolean => {
		const feature = missingFeature(features, gates);
		if (feature !== null) resolution.report({ kind: "inactive", feature, file, span });
		return feature !== null;
	};
	// An interface that is written in a world, and what is in a world that is not there, is told of with that.
	const outer = owner.kind === "interface" ? owner.world : null;
	if (outer === null ? tell(declaration) : [outer.declaration, declaration].some(({ gates }) => !isEnabled(features, gates)))
		return;
	for (const member of declaration.members) {
		if (tell(member) || member.kind !== "type" || member.body.form !== "resource") continue;
		for (const read of member.body.functions) tell(read);
	}
}

/** An alias refers to what it names, even to a handle, as an item and not as an anonymous type. */
function visitAlias(resolution: Resolution, scope: OwnerScope, type: TypeExpression, at: Span, explicit: boolean): void {
	if (type.kind === "name" || type.kind === "handle") visit(resolution, scope, type, at, false);
	else for (const inner of innerTypes(type)) visit(resolution, scope, inner, at, explicit);
}

function visit(resolution: Resolution, scope: OwnerScope, type: TypeExpression, at: Span, explicit: boolean): void {
	if (type.kind === "name" || type.kind === "handle") {
		const symbol = scope.types.get((type.kind === "name" ? type.name : type.resource).text);
		const place = explicit && type.kind === "handle" && type.handle === "borrow" ? type.head : at;
		if (symbol !== undefined) reportIfOff(resolution, symbol, scope.owner.file, place);
		return;
	}
	for (const inner of innerTypes(type)) visit(resolution, scope, inner, explicit ? type.head : at, explicit);
}

function reportIfOff(resolution: Resolution, symbol: TypeSymbol, file: FileDeclarations, span: Span): boolean {
	const feature = missingFeature(resolution.features, symbol.gates);
	if (feature === null) return false;
	const known = resolution.reported.some((other) => other.kind === "disabled" && other.span.start === span.start);
	const related = [{ file: symbol.file, span: symbol.name.span, message: "declared here, behind its gate" }];
	const what = `type \`${symbol.name.text}\``;
	if (!known) resolution.report({ kind: "disabled", what, feature, container: false, file, span, related });
	return true;
}
