/** Cycles in a graph of names: types that hold themselves, interfaces that use one another, packages that need each other. */

import type { FileDeclarations, Name } from "./declarations.ts";

/** An edge of the graph; `E` says where it is written. */
export interface Edge<N, E> {
	readonly to: N;
	readonly mark: E;
}

export interface Cycle<N, E> {
	/** The edge to report. */
	readonly mark: E;
	readonly to: N;
	/** The nodes of the cycle, in the order in which they lead to each other, starting at `to`. */
	readonly through: readonly N[];
}

/** More places than these of a cycle are not shown. */
const mostStations = 8;

/** The declarations that a cycle goes through, as places that belong to its mistake. */
export function stations<N extends { readonly file: FileDeclarations; readonly name: Name }>(through: readonly N[]) {
	return through.slice(0, mostStations).map(({ file, name }, index) => {
		const next = through[(index + 1) % through.length]?.name.text ?? "";
		return { file, span: name.span, message: `\`${name.text}\`, which needs \`${next}\`` };
	});
}

/**
 * Finds the cycles of a graph, one for each group of nodes that reach one another. The edge that is reported is the one at which the reference parser
 * stops: the first, by the order of nodes and edges, that leads into the cycle or lies on it. Edges to nodes outside of `graph` count for nothing.
 */
export function findCycles<N, E>(graph: ReadonlyMap<N, readonly Edge<N, E>[]>): readonly Cycle<N, E>[] {
	const left = withoutLeaves(graph);
	if (left.size === 0) return [];
	const groups = groupsOf(left);
	const cycles: Cycle<N, E>[] = [];
	const reported = new Set<readonly N[]>();
	for (const edges of left.values()) {
		for (const { to, mark } of edges) {
			const group = groups.get(to);
			if (group === undefined || reported.has(group)) continue;
			reported.add(group);
			cycles.push({ mark, to, through: walk(left, to, new Set(group)) });
		}
	}
	return cycles;
}

/** Every edge that lies on a cycle, with the cycle. */
export function cyclicEdges<N, E>(graph: ReadonlyMap<N, readonly Edge<N, E>[]>): readonly Cycle<N, E>[] {
	const left = withoutLeaves(graph);
	const groups = groupsOf(left);
	return [...left].flatMap(([from, edges]) => {
		const group = groups.get(from);
		if (group === undefined) return [];
		return edges
			.filter(({ to }) => groups.get(to) === group)
			.map(({ to, mark }) => ({ mark, to, through: walk(left, to, new Set(group)) }));
	});
}

/** What remains when nodes without edges are taken away again and again: the cycles, and what leads to them. */
function withoutLeaves<N, E>(graph: ReadonlyMap<N, readonly Edge<N, E>[]>): Map<N, readonly Edge<N, E>[]> {
	const left = new Map<N, readonly Edge<N, E>[]>();
	// Most graphs are those of small interfaces, whose types do not name each other.
	if (!someEdge(graph)) return left;
	const count = new Map<N, number>();
	const users = new Map<N, N[]>();
	const leaves: N[] = [];
	for (const [node, edges] of graph) {
		const inside = edges.filter(({ to }) => graph.has(to));
		count.set(node, inside.length);
		if (inside.length === 0) leaves.push(node);
		for (const { to } of inside) {
			const known = users.get(to);
			if (known === undefined) users.set(to, [node]);
			else known.push(node);
		}
	}
	const gone = new Set<N>();
	for (let leaf = leaves.pop(); leaf !== undefined; leaf = leaves.pop()) {
		gone.add(leaf);
		for (const user of users.get(leaf) ?? []) {
			const rest = (count.get(user) ?? 0) - 1;
			count.set(user, rest);
			if (rest === 0) leaves.push(user);
		}
	}
	for (const [node, edges] of graph) if (!gone.has(node)) left.set(node, edges);
	return left;
}

function someEdge<N, E>(graph: ReadonlyMap<N, readonly Edge<N, E>[]>): boolean {
	for (const edges of graph.values()) if (edges.length > 0) return true;
	return false;
}

/** The group of each node that lies on a cycle: Tarjan's strongly connected components, without recursion because a text decides how deep it goes. */
function groupsOf<N, E>(graph: ReadonlyMap<N, readonly Edge<N, E>[]>): Map<N, readonly N[]> {
	const index = new Map<N, number>();
	const low = new Map<N, number>();
	const onStack = new Set<N>();
	const stack: N[] = [];
	const groups = new Map<N, readonly N[]>();
	for (const root of graph.keys()) {
		if (index.has(root)) continue;
		const work: { node: N; next: number }[] = [{ node: root, next: 0 }];
		for (let frame = work.at(-1); frame !== undefined; frame = work.at(-1)) {
			const { node } = frame;
			if (frame.next === 0) {
				index.set(node, index.size);
				low.set(node, index.size - 1);
				stack.push(node);
				onStack.add(node);
			}
			const edge = graph.get(node)?.[frame.next++];
			if (edge !== undefined) {
				if (!graph.has(edge.to)) continue;
				if (!index.has(edge.to)) work.push({ node: edge.to, next: 0 });
				else if (onStack.has(edge.to)) low.set(node, Math.min(low.get(node) ?? 0, index.get(edge.to) ?? 0));
				continue;
			}
			work.pop();
			const parent = work.at(-1)?.node;
			if (parent !== undefined) low.set(parent, Math.min(low.get(parent) ?? 0, low.get(node) ?? 0));
			if (low.get(node) === index.get(node)) takeGroup(graph, node, stack, onStack, groups);
		}
	}
	return groups;
}

function takeGroup<N, E>(
	graph: ReadonlyMap<N, readonly Edge<N, E>[]>,
	node: N,
	stack: N[],
	onStack: Set<N>,
	groups: Map<N, readonly N[]>,
): void {
	const group = stack.splice(stack.lastIndexOf(node));
	for (const member of group) onStack.delete(member);
	const cyclic = group.length > 1 || (graph.get(node) ?? []).some(({ to }) => to === node);
	if (cyclic) for (const member of group) groups.set(member, group);
}

/** A way from `start` through its group until a node comes again. */
function walk<N, E>(graph: ReadonlyMap<N, readonly Edge<N, E>[]>, start: N, group: ReadonlySet<N>): readonly N[] {
	const path: N[] = [];
	const seen = new Set<N>();
	for (let node: N | undefined = start; node !== undefined && !seen.has(node); ) {
		seen.add(node);
		path.push(node);
		node = (graph.get(node) ?? []).find(({ to }) => group.has(to) && (!seen.has(to) || to === start))?.to;
	}
	return path;
}
