import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { goTo, insist, openFile, until } from "../workbench.mjs";

export const bindings = [
	[
		"saving writes TypeScript bindings",
		async ({ page, folder }) => {
			await openFile(page, "notes.wit");
			await goTo(page, 1, 1);
			await insist(
				() => page.keyboard.type("// Notes.\n"),
				(timeout) => page.locator(".tab.active.dirty").waitFor({ timeout }),
			);
			await insist(
				() => page.keyboard.press("Control+S"),
				(timeout) => page.locator(".tab.active.dirty").waitFor({ state: "hidden", timeout }),
			);
			const below = path.join(folder, "notes/bindings");
			const declarations = () =>
				existsSync(below)
					? readdirSync(below, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".d.ts"))
					: [];
			await until("the bindings of both sides", () =>
				["guest", "host"].every((side) => declarations().some((name) => name.startsWith(side))),
			);
		},
	],
];
