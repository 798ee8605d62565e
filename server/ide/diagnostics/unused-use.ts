import { type FileDeclarations, pathsIn, type TopItem } from "../../wit/semantic/index.ts";
import { type Finding, problemRule, type Rule } from "./rule.ts";

const inItems = problemRule("unused-use", "advice", "hint", "unused-use", ({ name, within }) => {
	const but = within === "interface" ? ", unless others take it from here" : "; the world imports its interface all the same";
	return finding(name.text, within, but);
});

/** A name that `use` brings in and that nothing refers to. In an interface it can still be taken by others, and in a world it is still imported: hence advice, no mistake. */
export const unusedUse: Rule = {
	...inItems,
	// Only the passage of the whole file has no items: what is at the top of a file is used by all of them.
	inText: ({ file, items, syntax }) => (items.length > 0 || syntax.length > 0 ? [] : unusedInFile(file)),
};

function finding(name: string, within: string, but: string): Omit<Finding, "span"> {
	return { message: `Nothing in this ${within} refers to \`${name}\`. Remove it${but}.`, tags: ["unnecessary"] };
}

function unusedInFile({ items, nested }: FileDeclarations): readonly Finding[] {
	return [items, ...nested.map((inner) => inner.items)].flatMap((those) => {
		const unused = new Map<string, TopItem>();
		for (const item of those) if (item.kind === "top-use") unused.set((item.alias ?? item.path.name).text, item);
		if (unused.size === 0) return [];
		for (const item of those) if (item.kind !== "top-use") for (const name of namesIn(item)) unused.delete(name);
		return [...unused].map(([name, { span }]) => ({ ...finding(name, "file", ""), span }));
	});
}

/** Asked for again after every edit, and the same for as long as the item is. */
const known = new WeakMap<TopItem, readonly string[]>();

/** The names of interfaces and worlds that an item refers to without a package. */
function namesIn(item: TopItem): readonly string[] {
	const before = known.get(item);
	if (before !== undefined) return before;
	const names = [...pathsIn(item)].flatMap((path) => (path.package === null ? [path.name.text] : []));
	known.set(item, names);
	return names;
}
