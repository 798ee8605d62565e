/** Random packages with a world `w`, as trees that are changed a little and printed as WIT. Everything follows from the seed. */

export type Random = (below: number) => number;

/** A small generator of numbers (mulberry32). */
export function random(seed: number): Random {
	let state = seed >>> 0;
	return (below) => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below) | 0;
	};
}

interface Part {
	name: string;
	type: string | null;
}
interface Func {
	name: string;
	word: string;
	params: Part[];
	result: string | null;
}
type Item =
	| { kind: "use"; from: string; name: string; alias: string }
	| { kind: "alias"; name: string; type: string }
	| { kind: "parts"; form: "record" | "variant" | "enum" | "flags"; name: string; parts: Part[] }
	| { kind: "resource"; name: string; funcs: Func[] }
	| { kind: "func"; func: Func };
interface Face {
	name: string;
	items: Item[];
}
interface World {
	entries: { direction: "import" | "export"; what: { face: string } | { func: Func } | { inline: Face } }[];
}
export interface Package {
	version: string;
	faces: Face[];
	world: World;
}

const words = ["a", "b", "c", "d", "e", "f", "g", "h"];
const primitives = ["u8", "u32", "s64", "f32", "bool", "char", "string"];

export function randomPackage(next: Random): Package {
	const faces: Face[] = [];
	for (let index = 0; index < 1 + next(3); index++) faces.push(randomFace(next, `i${index}`, faces));
	const entries: World["entries"] = [];
	for (const face of faces) {
		const which = next(4);
		if (which === 0 || which === 2) entries.push({ direction: "import", what: { face: face.name } });
		if (which === 1 || which === 2) entries.push({ direction: "export", what: { face: face.name } });
	}
	for (const direction of ["import", "export"] as const) {
		if (next(2) === 0) entries.push({ direction, what: { func: randomFunc(next, `${direction}-f`, []) } });
		if (next(3) === 0) entries.push({ direction, what: { inline: randomFace(next, `${direction}-i`, faces) } });
	}
	return { version: `0.2.${next(3)}`, faces, world: { entries } };
}

function randomFace(next: Random, name: string, others: readonly Face[]): Face {
	const items: Item[] = [];
	const known: string[] = [];
	const resources: string[] = [];
	const other = others[next(others.length || 1)];
	for (const item of other?.items ?? []) {
		if (item.kind === "func" || next(2) === 0) continue;
		const alias =
			next(4) === 0 ? `${item.kind === "use" ? item.alias : item.name}-x` : item.kind === "use" ? item.alias : item.name;
		if (other !== undefined)
			items.push({ kind: "use", from: other.name, name: item.kind === "use" ? item.alias : item.name, alias });
		known.push(alias);
		if (item.kind === "resource") resources.push(alias);
	}
	const types = 1 + next(4);
	for (let index = 0; index < types; index++) {
		const own = `${name}-t${index}`;
		const kind = next(6);
		if (kind === 0) items.push({ kind: "alias", name: own, type: randomType(next, known) });
		else if (kind === 1) {
			items.push({ kind: "resource", name: own, funcs: [] });
			resources.push(own);
		} else {
			const form = (["record", "variant", "enum", "flags"] as const)[next(4)] ?? "record";
			const parts = words.slice(0, 1 + next(4)).map((part) => ({
				name: part,
				type: form === "record" || (form === "variant" && next(2) === 0) ? randomType(next, known) : null,
			}));
			items.push({ kind: "parts", form, name: own, parts });
		}
		known.push(own);
	}
	for (const item of items) {
		if (item.kind !== "resource") continue;
		if (next(2) === 0) item.funcs.push({ ...randomFunc(next, "constructor", known), word: "", result: null });
		if (next(2) === 0)
			item.funcs.push({ ...randomFunc(next, "m", known), word: ["func", "async func", "static func"][next(3)] ?? "func" });
	}
	for (let index = 0; index < 1 + next(3); index++) {
		const func = randomFunc(next, `f${index}`, known);
		const resource = resources[next(resources.length || 1)];
		if (resource !== undefined && next(2) === 0) func.params.push({ name: "handle", type: `borrow<${resource}>` });
		items.push({ kind: "func", func });
	}
	return { name, items };
}

function randomFunc(next: Random, name: string, known: readonly string[]): Func {
	const params = words.slice(0, next(3)).map((word) => ({ name: word, type: randomType(next, known) }));
	return { name, word: next(5) === 0 ? "async func" : "func", params, result: next(2) === 0 ? randomType(next, known) : null };
}

function randomType(next: Random, known: readonly string[], depth = 0): string {
	const inner = () => randomType(next, known, depth + 1);
	switch (depth > 2 ? 0 : next(11)) {
		case 1:
			return `list<${inner()}>`;
		case 2:
			return `option<${inner()}>`;
		case 3:
			return `tuple<${inner()}, ${inner()}>`;
		case 4:
			return [`result<${inner()}, ${inner()}>`, `result<_, ${inner()}>`, `result<${inner()}>`, "result"][next(4)] ?? "result";
		case 5:
			return `list<${inner()}, ${1 + next(3)}>`;
		case 6:
			return next(2) === 0 ? `stream<u8>` : `future<${inner()}>`;
		case 7:
		case 8:
		case 9:
			return known[next(known.length || 1)] ?? "u32";
		default:
			return primitives[next(primitives.length)] ?? "u8";
	}
}

/** Changes one thing, at random; the package that is given stays as it is. */
export function mutated(next: Random, given: Package): Package {
	const changed = structuredClone(given);
	const face = changed.faces[next(changed.faces.length)];
	const inlines = changed.world.entries.flatMap(({ what }) => ("inline" in what ? [what.inline] : []));
	const target = next(4) === 0 ? (inlines[next(inlines.length || 1)] ?? face) : face;
	if (next(5) === 0 || target === undefined) mutateWorld(next, changed);
	else mutateFace(next, target);
	if (next(3) === 0) changed.version = `0.2.${next(6)}`;
	return changed;
}

function mutateWorld(next: Random, changed: Package): void {
	const { entries } = changed.world;
	const at = next(entries.length || 1);
	const kind = next(4);
	const entry = entries[at];
	if (kind === 0) entries.splice(at, 1);
	else if (kind === 1 && entry !== undefined && "func" in entry.what) mutateFunc(next, entry.what.func, []);
	else if (kind === 2)
		entries.push({ direction: next(2) === 0 ? "import" : "export", what: { func: randomFunc(next, "new-f", []) } });
	else {
		const face = changed.faces[next(changed.faces.length)];
		const direction = next(2) === 0 ? "import" : "export";
		const isThere = entries.some(
			({ direction: other, what }) => other === direction && "face" in what && what.face === face?.name,
		);
		if (face !== undefined && !isThere) entries.push({ direction, what: { face: face.name } });
	}
}

function mutateFace(next: Random, face: Face): void {
	const { items } = face;
	const at = next(items.length);
	const item = items[at];
	const known = items.slice(0, at).flatMap((one) => (one.kind === "func" ? [] : one.kind === "use" ? [one.alias] : [one.name]));
	if (next(6) === 0) {
		const last = items.flatMap((one) => (one.kind === "func" ? [] : one.kind === "use" ? [one.alias] : [one.name]));
		items.push({ kind: "func", func: randomFunc(next, "new-f", last) });
		return;
	}
	switch (item?.kind) {
		case "alias":
			item.type = randomType(next, known);
			return;
		case "parts":
			if (next(8) === 0) items[at] = { kind: "resource", name: item.name, funcs: [] };
			else mutateParts(next, item.parts, known, item.form === "record", item.form === "variant");
			return;
		case "resource":
			if (item.funcs[0] !== undefined && next(2) === 0) item.funcs.splice(next(item.funcs.length), 1);
			else if (item.funcs[0] !== undefined) mutateFunc(next, item.funcs[next(item.funcs.length)] ?? item.funcs[0], known);
			else item.funcs.push({ name: "n", word: next(2) === 0 ? "func" : "static func", params: [], result: null });
			return;
		case "func":
			if (next(4) === 0) items.splice(at, 1);
			else mutateFunc(next, item.func, known);
			return;
		case "use":
			// The type is declared where it was taken from elsewhere: equal in structure, but a resource of its own.
			items[at] =
				next(2) === 0 ? { kind: "resource", name: item.alias, funcs: [] } : { kind: "alias", name: item.alias, type: "u32" };
			return;
		default:
	}
}

function mutateFunc(next: Random, func: Func, known: readonly string[]): void {
	const kind = next(4);
	if (kind === 0 && func.name !== "constructor") func.result = func.result === null ? randomType(next, known) : null;
	else if (kind === 1 && func.name !== "constructor")
		func.word = func.word.includes("async") ? func.word.replace("async ", "") : func.word.replace("func", "async func");
	else mutateParts(next, func.params, known, true, false);
}

function mutateParts(next: Random, parts: Part[], known: readonly string[], typed: boolean, optional: boolean): void {
	const at = next(parts.length || 1);
	const part = parts[at];
	const kind = next(5);
	if (kind === 0 || part === undefined) {
		parts.splice(next(parts.length + 1), 0, { name: `new-${next(2)}`, type: typed ? randomType(next, known) : null });
	} else if (kind === 1 && parts.length > 1) parts.splice(at, 1);
	else if (kind === 2) part.name = `renamed-${part.name}`;
	else if (kind === 3 && parts.length > 1) {
		parts.splice(at, 1);
		parts.splice(next(parts.length + 1), 0, part);
	} else if (typed) part.type = randomType(next, known);
	else if (optional) part.type = part.type === null ? randomType(next, known) : null;
}

export function printed({ version, faces, world }: Package): string {
	const lines = world.entries.map(({ direction, what }) => {
		if ("face" in what) return `  ${direction} ${what.face};`;
		return "func" in what
			? `  ${direction} ${funcText(what.func)}`
			: `  ${direction} ${what.inline.name}: interface {\n${itemsText(what.inline)}}`;
	});
	return [
		`package a:b@${version};`,
		...faces.map((face) => `interface ${face.name} {\n${itemsText(face)}}`),
		`world w {\n${lines.join("\n")}\n}`,
		"",
	].join("\n");
}

function itemsText({ items }: Face): string {
	return items.map((item) => `  ${itemText(item)}\n`).join("");
}

function itemText(item: Item): string {
	switch (item.kind) {
		case "use":
			return `use ${item.from}.{${item.name}${item.alias === item.name ? "" : ` as ${item.alias}`}};`;
		case "alias":
			return `type ${item.name} = ${item.type};`;
		case "parts": {
			const isRecord = item.form === "record";
			const parts = item.parts.map(({ name, type }) =>
				type === null ? name : isRecord ? `${name}: ${type}` : `${name}(${type})`,
			);
			return `${item.form} ${item.name} { ${parts.join(", ")} }`;
		}
		case "resource":
			return `resource ${item.name} { ${item.funcs.map(funcText).join(" ")} }`;
		case "func":
			return funcText(item.func);
	}
}

function funcText({ name, word, params, result }: Func): string {
	const list = params.map((param) => `${param.name}: ${param.type}`).join(", ");
	const end = result === null ? ";" : ` -> ${result};`;
	if (name === "constructor") return `constructor(${list})${end}`;
	return `${name}: ${word.replace(/^(static) (async )?/, "$1 $2")}(${list})${end}`;
}
