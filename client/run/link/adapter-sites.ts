import type { CallSite } from "./edges.ts";

/** An adapter calls for each of its callers from an instance of its own, so that each edge can have a trampoline: adapters hold no state. */
export function adapterKey(initializer: number, caller: number): string {
	return `${initializer} ${caller}`;
}

export function callsByAdapter(calls: readonly CallSite[]): ReadonlyMap<string, readonly CallSite[]> {
	return Map.groupBy(calls, ({ initializer, edge }) => adapterKey(initializer, edge.caller.index));
}

/** The sites of an adapter's instance for one caller. Where two edges share an import, the first stands for both. */
export function sitesByAdapter(calls: readonly CallSite[]): ReadonlyMap<string, readonly CallSite[]> {
	return new Map(
		[...callsByAdapter(calls)].map(([key, sites]) => [
			key,
			[...new Map(sites.toReversed().map((site) => [site.argument, site])).values()],
		]),
	);
}
