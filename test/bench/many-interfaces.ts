/** A package of many small interfaces, a file that uses it, and places in it to type at. */
import path from "node:path";
import type { WitFile } from "../../server/engine/index.ts";
import type { Place } from "./language-server.ts";

/** A word that is broken and mended by turns. */
export interface Edit {
	readonly file: WitFile;
	/** Where the right word stands. */
	readonly place: Place;
	readonly right: string;
	readonly wrong: string;
	/** How many mistakes the file has once the word is wrong. */
	readonly mistakes: number;
}

export interface ManyInterfaces {
	readonly files: readonly WitFile[];
	readonly edits: {
		/** A type's name in the file that uses the package. */
		readonly user: Edit;
		/** A parameter's type in an interface in the middle of the package. */
		readonly middle: Edit;
		/** The name of a type that `USERS` interfaces and the file that uses the package bring in. */
		readonly shared: Edit;
	};
}

/** How many interfaces use one type, whatever the size: a keystroke there costs what depends on it, not what lies beside. */
const USERS = 20;

/** Makes the package in a folder, its interfaces in `count` files, and does not write it. An interface takes 87 bytes. */
export function manyInterfaces(folder: string, interfaces: number, count: number): ManyInterfaces {
	const step = Math.floor(interfaces / USERS);
	const parts = Array.from({ length: count }, (_, file): WitFile => {
		const first = Math.round((file * interfaces) / count);
		const body = Array.from({ length: Math.round(((file + 1) * interfaces) / count) - first }, (_, index) => {
			const number = first + index;
			return smallInterface(number, number % step === 0 && number / step < USERS);
		});
		const shared = file === 0 ? "interface shared {\n  record place { x: u32, y: u32 }\n}\n" : "";
		return { path: path.join(folder, `part-${String(file).padStart(2, "0")}.wit`), text: `${HEADER}${shared}${body.join("")}` };
	});
	const user: WitFile = { path: path.join(folder, "user.wit"), text: userText(Math.floor(interfaces / 2)) };
	const first = at(parts, 0);
	const middle = at(parts, Math.floor(count / 2));
	return {
		files: [...parts, user],
		edits: {
			user: edit(user, user.text.indexOf("place, to"), "place", 1),
			middle: edit(middle, middle.text.indexOf("point) ->", Math.floor(middle.text.length / (count === 1 ? 2 : 3))), "point", 1),
			shared: edit(first, first.text.indexOf("place {"), "place", first.text.split("use shared").length - 1),
		},
	};
}

/** The text of a file once an edit's word is wrong. */
export function brokenText({ file: { text }, place: { line, character, length }, wrong }: Edit): string {
	const lines = text.split("\n");
	const old = lines[line] ?? "";
	return lines.with(line, old.slice(0, character) + wrong + old.slice(character + length)).join("\n");
}

const HEADER = "package bench:many@1.0.0;\n\n";

function smallInterface(number: number, usesShared: boolean): string {
	const shared = usesShared ? "  use shared.{place};\n  at: func() -> place;\n" : "";
	return `interface i${number} {\n${shared}  record point { x: u32, y: u32 }\n  move: func(p: point) -> point;\n}\n`;
}

function userText(used: number): string {
	return `${HEADER}interface user {
  use shared.{place};
  use i${used}.{point};
  draw: func(at: place, to: list<point>) -> result<point, string>;
}

world program {
  import i0;
  import i${used};
  export user;
}
`;
}

function edit(file: WitFile, index: number, right: string, mistakes: number): Edit {
	if (index < 0) throw new Error(`${file.path} has no "${right}" to type at`);
	const before = file.text.slice(0, index).split("\n");
	const place = { line: before.length - 1, character: before.at(-1)?.length ?? 0, length: right.length };
	return { file, place, right, wrong: right.slice(0, -1), mistakes };
}

function at<T>(list: readonly T[], index: number): T {
	const found = list[index];
	if (found === undefined) throw new Error("a package has at least one file");
	return found;
}
