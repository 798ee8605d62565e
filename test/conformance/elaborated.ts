/** A world written out by us beside what the engine's encoder makes of it: the same imports and exports, with the same types, in the same order. */
import type { Composer } from "../../server/engine/index.ts";
import { elaboratedText, elaborateWorld, type Model, type WorldSymbol } from "../../server/wit/index.ts";
import { isEnabled } from "../../server/wit/semantic/gates.ts";
import { features, modelOf, type WitCase } from "./reference.ts";

/** The model of the text that the engine makes of its own encoding. */
function encoded(reference: Composer, { files, dependencies }: WitCase, active: readonly string[]): Model {
	const bytes = reference.encodeWit(files, dependencies, active);
	if (!bytes.ok) throw new Error([bytes.fault.message, ...bytes.fault.causes].join(": "));
	const text = reference.componentWit(bytes.value);
	if (!text.ok) throw new Error([text.fault.message, ...text.fault.causes].join(": "));
	return modelOf({ files: [{ path: "encoded.wit", text: text.value }], dependencies: [] }, active);
}

export function worldsOf({ main, resolution }: Model): readonly WorldSymbol[] {
	return [...(main?.items.values() ?? [])].flatMap((item) =>
		item.kind === "world" && resolution.worlds.has(item) ? [item] : [],
	);
}

/** The imports and exports in the order in which the text has them, functions of resources left out: those are written in the resource. */
function written({ declaration }: WorldSymbol): readonly string[] {
	return declaration.members.flatMap((member) => {
		switch (member.kind) {
			case "type":
				return [`type ${member.name.text}`];
			case "use":
				return member.names.map(({ name, alias }) => `type ${(alias ?? name).text}`);
			case "include":
				return ["include"];
			case "extern": {
				const { shape, direction, name } = member;
				if (shape.form !== "path" || shape.label !== null) return [`${direction} ${name.text}`];
				const id = shape.path.package === null ? "" : `${shape.path.package.namespace.text}:${shape.path.package.name.text}/`;
				const version = shape.path.package?.version?.text;
				return [`${direction} ${id}${shape.path.name.text}${version === undefined ? "" : `@${version}`}`];
			}
			default: {
				const impossible: never = member;
				return impossible;
			}
		}
	});
}

function elaborated(model: Model, world: WorldSymbol): readonly string[] {
	const { imports, exports } = elaborateWorld(model, world);
	const lines = (direction: string, entries: typeof imports) =>
		entries.flatMap(({ label, symbol }) => {
			if (symbol.kind === "function" && symbol.resource !== null) return [];
			if (symbol.kind === "type") return [`type ${label}`];
			const id = symbol.kind === "interface" && symbol.package === world.package ? symbol.name.text : "";
			const name = label ?? (id !== "" ? id : symbol.kind === "interface" ? symbol.id : "");
			return [`${direction} ${name.replace(/^(\[[^\]]*\])+/, "")}`];
		});
	return [...lines("import", imports), ...lines("export", exports)];
}

/** The first world that is otherwise, in both spellings; null where all are the same. Throws what the encoder says of a package that it refuses. */
export function elaboratedDifference(reference: Composer, found: WitCase, active: readonly string[] = features): string | null {
	const model = modelOf(found, active);
	const decoded = encoded(reference, found, active);
	const ours = worldsOf(model)
		.filter(({ declaration }) => isEnabled(new Set(active), declaration.gates))
		.toSorted(byId);
	const theirs = worldsOf(decoded).toSorted(byId);
	const names = (worlds: readonly WorldSymbol[]) => worlds.map(({ id }) => id).join(", ");
	if (names(ours) !== names(theirs)) return `we have the worlds ${names(ours)}, the encoder ${names(theirs)}`;
	for (const [index, world] of ours.entries()) {
		const other = theirs[index];
		if (other === undefined) continue;
		const lines = [elaborated(model, world).join("\n"), written(other).join("\n")];
		if (lines[0] !== lines[1]) return `${world.id}: we have\n${lines[0]}\nthe encoder\n${lines[1]}`;
		const texts = [elaboratedText(model, world), elaboratedText(decoded, other)].map(withoutOwn);
		if (texts[0] !== texts[1]) return `${world.id}: we write\n${texts[0]}\nthe encoder\n${texts[1]}`;
	}
	return null;
}

/** `own<r>` is the longer spelling of `r`, which the encoder does not keep. */
function withoutOwn(text: string): string {
	return text.replaceAll(/\bown<(%?[\w-]+)>/g, "$1");
}

function byId({ id: a }: WorldSymbol, { id: b }: WorldSymbol): number {
	return a < b ? -1 : 1;
}
