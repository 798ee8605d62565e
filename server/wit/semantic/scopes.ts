/** What interfaces and worlds declare: types, names brought by `use`, functions. Names first, meanings later, so that the order of declarations does not matter. */
import type {
	FunctionDeclaration,
	Gate,
	InterfaceMember,
	Name,
	Span,
	TypeBody,
	TypeDeclaration,
	TypeExpression,
	UseDeclaration,
	WorldMember,
} from "./declarations.ts";
import { checkGates } from "./gates.ts";
import type { OwnerScope, Resolution } from "./resolution.ts";
import type { FunctionSymbol, InterfaceSymbol, Owner, TypeSymbol } from "./symbols.ts";
import { expressionsOf, innerTypes } from "./types.ts";

/** Declares the members of an interface or a world of a package, and of the interfaces that are written inside of it. */
export function declareMembers(resolution: Resolution, scope: OwnerScope): void {
	const { owner } = scope;
	resolution.refer(owner.file, owner.name, owner, true);
	checkGates(resolution, owner.package, owner.file, owner.declaration.gates, [owner.name.span]);
	for (const member of owner.declaration.members) declareMember(resolution, scope, member);
	scope.kept.length = 0;
	resolution.indexTypes(scope);
}

function declareMember(resolution: Resolution, scope: OwnerScope, member: InterfaceMember | WorldMember): void {
	const { owner } = scope;
	const gatesAt = (gates: readonly Gate[], ...names: readonly Name[]) => {
		if (gates.length === 0) return;
		const places = names.map(({ span }) => span);
		checkGates(resolution, owner.package, owner.file, gates, places);
	};
	switch (member.kind) {
		case "type":
			if (member.gates.length > 0) {
				const span = firstAnonymous(member.body) ?? member.name.span;
				checkGates(resolution, owner.package, owner.file, member.gates, [span]);
			}
			declareType(resolution, scope, member);
			return;
		case "function":
			gatesAt(member.gates, member.name);
			addFunction(scope, declareFunction(resolution, owner, member, null, null));
			return;
		case "use":
			gatesAt(member.gates, ...(member.path.package === null ? member.names.map(({ name }) => name) : [member.path.name]));
			declareUsed(resolution, scope, member);
			return;
		case "include":
			gatesAt(member.gates, member.path.name);
			return;
		case "extern": {
			gatesAt(member.gates, member.name);
			const { shape, direction } = member;
			if (shape.form === "function") addFunction(scope, declareFunction(resolution, owner, shape.function, null, direction));
			else if (shape.form === "interface" && owner.kind === "world") declareInline(resolution, scope, owner, shape.interface);
			return;
		}
		default: {
			const impossible: never = member;
			impossible satisfies never;
		}
	}
}

/**
 * Where the reference parser reports a wrong version in the gates of a type: at the first type without a name in it, which it takes to have the same gates. Null where
 * there is none.
 */
function firstAnonymous(body: TypeBody): Span | null {
	const find = (type: TypeExpression, isNamed: boolean): Span | null => {
		for (const inner of innerTypes(type)) {
			const found = find(inner, false);
			if (found !== null) return found;
		}
		const isPlain = type.kind === "primitive" || type.kind === "name" || type.kind === "missing";
		const isOwn = type.kind === "handle" && type.handle === "own";
		return isNamed || isPlain || isOwn ? null : type.head;
	};
	for (const type of expressionsOf(body)) {
		const found = find(type, body.form === "alias");
		if (found !== null) return found;
	}
	return null;
}

function declareInline(
	resolution: Resolution,
	worldScope: OwnerScope,
	world: Extract<Owner, { kind: "world" }>,
	declaration: InterfaceSymbol["declaration"],
): void {
	const { name } = declaration;
	const symbol: InterfaceSymbol = {
		kind: "interface",
		package: world.package,
		file: world.file,
		name,
		declaration,
		world,
		id: name.text,
	};
	const scope = resolution.addScope(symbol, worldScope.unit, worldScope);
	resolution.inlineInterfaces.set(declaration, symbol);
	resolution.refer(world.file, name, symbol, true);
	for (const member of declaration.members) declareMember(resolution, scope, member);
}

function declareType(resolution: Resolution, scope: OwnerScope, declaration: TypeDeclaration): void {
	const { owner } = scope;
	const { name, body } = declaration;
	const symbol = addType(resolution, scope, { name, declaration, used: null, gates: declaration.gates });
	if (body.form !== "resource") {
		if (body.form !== "alias") {
			for (const part of body.parts) {
				const { package: home, file } = owner;
				resolution.refer(file, part.name, { kind: "part", package: home, file, name: part.name, type: symbol, part }, true);
			}
		}
		return;
	}
	for (const read of body.functions) {
		checkGates(resolution, owner.package, owner.file, read.gates, [read.name.span]);
		scope.members.push(declareFunction(resolution, owner, read, symbol, null));
	}
}

function declareUsed(resolution: Resolution, scope: OwnerScope, { names, gates }: UseDeclaration): void {
	for (const used of names) addType(resolution, scope, { name: used.alias ?? used.name, declaration: null, used, gates });
}

function addType(
	resolution: Resolution,
	scope: OwnerScope,
	declared: Pick<TypeSymbol, "name" | "declaration" | "used" | "gates">,
): TypeSymbol {
	const { owner, kept } = scope;
	const before = kept.shift();
	const { package: home, file } = owner;
	const symbol: TypeSymbol =
		before === undefined ? { kind: "type", package: home, file, owner, ...declared } : Object.assign(before, declared);
	const { name } = declared;
	scope.members.push(symbol);
	if (declared.used === null || declared.used.alias !== null) resolution.refer(file, name, symbol, true);
	if (name.text !== "" && !scope.types.has(name.text)) scope.types.set(name.text, symbol);
	return symbol;
}

function addFunction(scope: OwnerScope, symbol: FunctionSymbol): void {
	scope.members.push(symbol);
	if (!scope.functions.has(symbol.name.text)) scope.functions.set(symbol.name.text, symbol);
}

function declareFunction(
	resolution: Resolution,
	owner: Owner,
	declaration: FunctionDeclaration,
	resource: TypeSymbol | null,
	direction: "import" | "export" | null,
): FunctionSymbol {
	const { name, role, accessor } = declaration;
	const { package: home, file } = owner;
	const mark = accessor === null ? "" : `[${accessor}]`;
	const on = resource?.name.text ?? "";
	const abiName =
		role === "constructor" ? `[constructor]${on}` : role === "free" ? mark + name.text : `[${role}]${mark}${on}.${name.text}`;
	const displayName = resource === null ? name.text : `${on}.${name.text}`;
	const symbol: FunctionSymbol = {
		kind: "function",
		package: home,
		file,
		name,
		owner,
		resource,
		declaration,
		abiName,
		displayName,
		direction,
	};
	resolution.refer(file, name, symbol, true);
	return symbol;
}
