import type { Plan } from "./plan.ts";

/** What a component needs and this linker cannot do, in words; empty where it can be linked. */
export function unsupported(plan: Plan): readonly string[] {
	const found = new Set<string>();
	for (const trampoline of plan.trampolines) {
		if (trampoline.kind === "unsupported") found.add(`the intrinsic ${kebab(trampoline.name)}`);
		if (trampoline.kind === "transcoder" && trampoline.wide) found.add("64-bit memories");
		if (trampoline.kind === "lower-import" && isAsync(plan, trampoline.type, trampoline.options)) {
			found.add("asynchronous functions of the host");
		}
	}
	for (const item of plan.exportItems) {
		if (item.kind === "function" && isAsync(plan, item.type, item.options)) found.add("asynchronous exports");
	}
	for (const initializer of plan.initializers) {
		if (initializer.kind === "instantiate-import") found.add("core modules that are imported");
	}
	if (plan.options.some((options) => options.gc)) found.add("values in garbage-collected objects");
	return [...found];
}

function isAsync(plan: Plan, type: number, options: number): boolean {
	return plan.types.functions[type]?.async === true || plan.options[options]?.async === true;
}

function kebab(name: string): string {
	return name.replace(/(?!^)([A-Z])/g, "-$1").toLowerCase();
}
