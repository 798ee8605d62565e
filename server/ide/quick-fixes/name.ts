import { type InterfaceSymbol, type ProblemOf, packagesKnown, scopeAt } from "../../wit/semantic/index.ts";
import { likelyName, primitives } from "../diagnostics/unresolved-name.ts";
import type { WitDocument } from "../packages.ts";
import { escaped, writtenPath } from "../written-name.ts";
import { addUse } from "./add-use.ts";
import { type Fix, replacing } from "./fix.ts";

/** So many places that have a name are offered; more would be no help. */
const most = 5;

/** For a name that nothing here has: the one that was meant, a `use` of an interface that has it, or the package in which an item of this name is. */
export function mendName(document: WitDocument, problem: ProblemOf<"unresolved-name">): readonly Fix[] {
	const { name, wanted, within, candidates, elsewhere } = problem;
	const likely = likelyName(problem);
	const isDeclared = likely !== null && [...candidates].includes(likely);
	const written = isDeclared ? escaped(likely) : likely;
	const isOffered = written !== null && (isDeclared || primitives.includes(written));
	const meant = isOffered ? [replacing(`Write \`${written}\``, { span: name.span, text: written })] : [];
	const isType = wanted === "type" || wanted === "resource";
	if (isType) return within === null ? [...meant, ...uses(document, problem, elsewhere, meant.length === 0)] : meant;
	return within === null ? [...meant, ...paths(document, problem)] : meant;
}

function uses(
	document: WitDocument,
	{ name }: ProblemOf<"unresolved-name">,
	elsewhere: readonly InterfaceSymbol[],
	mayBePreferred: boolean,
): readonly Fix[] {
	return elsewhere.slice(0, most).flatMap((found): Fix[] => {
		const added = addUse(document, name.span.start, found, name.text);
		if (added === null) return [];
		return [replacing(`Add \`use ${added.path}.{${name.text}};\``, added.edit, mayBePreferred && elsewhere.length === 1)];
	});
}

/** The interfaces or worlds of this name in other packages, named with those. */
function paths({ package: { model }, file }: WitDocument, { name, wanted }: ProblemOf<"unresolved-name">): readonly Fix[] {
	const home = scopeAt(model, file, name.span.start).package;
	const found = packagesKnown(model).flatMap(({ items }) => {
		const item = items.get(name.text);
		return item === undefined || item.package === home || !wanted.includes(item.kind) ? [] : [item];
	});
	return found.slice(0, most).map((item) => {
		const path = writtenPath(item, home);
		return replacing(`Write \`${path}\``, { span: name.span, text: path }, found.length === 1);
	});
}
