import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { openFile, until } from "../workbench.mjs";

export const bindings = [
	[
		"saving writes TypeScript bindings",
		async ({ page, folder }) => {
			await openFile(page, "notes.wit");
			await page.keyboard.press("Control+End");
			await page.keyboard.press("Enter");
			await page.keyboard.press("Control+S");
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
