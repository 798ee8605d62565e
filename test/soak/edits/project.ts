/** A project of WIT files that somebody edits at random, and the texts that it holds after each step. */
import fc from "fast-check";
import type { WitCase } from "../../conformance/reference.ts";
import { statementsIn } from "../smaller.ts";

/** A change of a text: the UTF-16 units from `start` to `end` become `text`. */
export interface Change {
	readonly start: number;
	readonly end: number;
	readonly text: string;
}

/** What happens in a step; `at` and `other` are numbers that each kind takes as it needs. */
export interface Step {
	readonly kind: (typeof KINDS)[number];
	readonly file: number;
	readonly at: number;
	readonly other: number;
}

/** The changes of a step to one open document come in one or several events, or it happens to the disk. */
export type Event =
	| { readonly kind: "change"; readonly path: string; readonly changes: readonly Change[] }
	| { readonly kind: "close"; readonly path: string }
	| { readonly kind: "save"; readonly path: string }
	| { readonly kind: "disk"; readonly path: string; readonly text: string | null };

const KINDS = [
	...["type", "type", "delete", "delete", "brace", "paste", "undo", "undo", "open comment", "close comment", "line ends"],
	...["header", "name", "two places", "whole", "strange", "line", "close", "save", "disk", "new file"],
] as const;

const SNIPPETS = [
	"interface fresh { f: func(); }\n",
	"/// Docs.\n\t@since(version = 0.1.0)\n",
	"use fresh.{t};",
	"\tg: func(x: list<u8, 4>) -> result<_, string>;\n",
	"world w { import fresh; include v with { a as b } }\n",
	"@unstable(feature = off)",
	"package a:b { interface n {} }",
	"resource r { constructor(); m: static func(x: borrow<r>); }",
];
const STRANGE = ["\u0000", "🦊", "\ud800", "\ufeff", "\u202e", "\r", "/* é */", '"', "é", "//", "}{", "%", "\u2028"];

export const steps: fc.Arbitrary<readonly Step[]> = fc.array(
	fc.record({ kind: fc.constantFrom(...KINDS), file: fc.nat(30), at: fc.nat(100_000), other: fc.nat(1000) }),
	{ minLength: 1, maxLength: 12 },
);

/** The files as they are on the disk and in the editor. */
export class Project {
	readonly disk: Map<string, string>;
	readonly open = new Map<string, string>();
	readonly #before: { readonly path: string; readonly text: string }[] = [];

	constructor({ files, dependencies }: WitCase, root = "/w/") {
		this.disk = new Map([...files, ...dependencies.flat()].map(({ path, text }) => [root + path, text.replace(/^\ufeff/, "")]));
	}

	paths(): readonly string[] {
		return [...new Set([...this.disk.keys(), ...this.open.keys()])];
	}

	text(path: string): string {
		return this.open.get(path) ?? this.disk.get(path) ?? "";
	}

	/** Takes a step: the events that an editor would send, of which this already has the outcome. */
	take({ kind, file, at, other }: Step): readonly Event[] {
		const paths = this.paths();
		const path = paths[file % paths.length] ?? "/w/c.wit";
		const text = this.text(path);
		const place = at % (text.length + 1);
		const insert = (what: string, where = place): Event[] => this.#change(path, [{ start: where, end: where, text: what }]);
		switch (kind) {
			case "type": {
				const snippet = SNIPPETS[other % SNIPPETS.length] ?? "";
				const shown = snippet.slice(0, 1 + (at % snippet.length));
				const where = text.lastIndexOf("\n", place) + 1;
				return [...shown].flatMap((letter, index) => insert(letter, where + index));
			}
			case "delete":
				return this.#change(path, [{ start: place, end: Math.min(text.length, place + (other % 60)), text: "" }]);
			case "line": {
				const start = text.lastIndexOf("\n", place) + 1;
				const end = text.indexOf("\n", place) + 1 || text.length;
				return this.#change(path, [
					{ start: Math.min(start, end), end, text: other % 2 === 0 ? "" : text.slice(start, end).repeat(2) },
				]);
			}
			case "brace": {
				const found = [...text.matchAll(/[{};<>()]/g)].map(({ index }) => index);
				const start = found[at % found.length];
				return start === undefined
					? insert("}")
					: this.#change(path, [{ start, end: start + 1, text: other % 4 === 0 ? "{" : "" }]);
			}
			case "paste": {
				const from = statementsIn(this.text(paths[other % paths.length] ?? path));
				return insert(from[at % from.length] ?? "interface pasted {}");
			}
			case "undo": {
				const before = this.#before.splice(-1 - (other % 3))[0];
				if (before === undefined) return [];
				return this.#change(before.path, [difference(this.text(before.path), before.text)], false);
			}
			case "open comment":
				return insert("/*");
			case "close comment":
				return insert("*/");
			case "line ends": {
				const changed = text.includes("\r\n") ? text.replaceAll("\r\n", "\n") : text.replaceAll("\n", "\r\n");
				return this.#change(path, [{ start: 0, end: text.length, text: changed }]);
			}
			case "header": {
				const header = /package\s+([^;{]*);?/.exec(text);
				if (header === null) return insert("package test:made;\n", 0);
				const names = ["test:made", "test:dep0", "test:dep1@0.2.0", "nested:inner0", "other:name@1.0.0"];
				const replacement = other % 6 === 5 ? "" : `package ${names[other % names.length]};`;
				return this.#change(path, [{ start: header.index, end: header.index + header[0].length, text: replacement }]);
			}
			case "name": {
				const names = [...text.matchAll(/%?[a-zA-Z][\w-]*/g)];
				const one = names[at % names.length];
				const two = names[other % names.length];
				if (one === undefined || two === undefined) return insert("a");
				return this.#change(path, [
					{ start: one.index, end: one.index + one[0].length, text: other % 5 === 0 ? `${one[0]}x` : two[0] },
				]);
			}
			case "two places": {
				const first = other % (text.length + 1);
				const [low, high] = [Math.min(first, place), Math.max(first, place)];
				// As editors do it with several cursors: from the end, so that places in front stay what they are.
				return this.#change(path, [
					{ start: high, end: high, text: "x" },
					{ start: low, end: Math.min(low + (at % 3), high), text: "y;" },
				]);
			}
			case "whole":
				return this.#change(path, [{ start: 0, end: text.length, text: text.slice(place) + text.slice(0, place) }]);
			case "strange":
				return insert(STRANGE[other % STRANGE.length] ?? "");
			case "close":
				if (!this.open.delete(path)) return [];
				return [{ kind: "close", path }];
			case "save":
				if (!this.open.has(path)) return [];
				this.disk.set(path, wellFormed(text));
				return [{ kind: "save", path }];
			case "disk": {
				if (this.open.has(path)) return [];
				const changed =
					other % 4 === 0 && paths.length > 1
						? null
						: `${text.slice(0, place)}interface from-disk${other} {}${text.slice(place)}`;
				if (changed === null) this.disk.delete(path);
				else this.disk.set(path, wellFormed(changed));
				return [{ kind: "disk", path, text: changed }];
			}
			case "new file": {
				const made = ["/w/new.wit", "/w/deps/new.wit", "/w/deps/d0/new.wit"][other % 3] ?? "";
				const content = "package test:made;\ninterface made-new {}\n";
				if (this.open.has(made)) return [];
				this.disk.set(made, content);
				return [{ kind: "disk", path: made, text: content }];
			}
			default: {
				const impossible: never = kind;
				return impossible;
			}
		}
	}

	/** Changes one after the other, each in the text that the one before it made; as one event. */
	#change(path: string, changes: readonly Change[], remember = true): Event[] {
		let text = this.text(path);
		if (remember) this.#before.push({ path, text });
		const sent = changes.map((change) => {
			const [start, end] = [beforeLineEnd(text, change.start), afterLineEnd(text, change.end)];
			const put =
				start === change.start && end === change.end
					? change.text
					: text.slice(start, change.start) + change.text + text.slice(change.end, end);
			text = text.slice(0, start) + put + text.slice(end);
			return { start, end, text: put };
		});
		this.open.set(path, text);
		return [{ kind: "change", path, changes: sent }];
	}
}

/** No position of the protocol is between the two marks of a line end. */
function beforeLineEnd(text: string, at: number): number {
	return at > 0 && text.startsWith("\r\n", at - 1) ? at - 1 : at;
}

function afterLineEnd(text: string, at: number): number {
	return at > 0 && text.startsWith("\r\n", at - 1) ? at + 1 : at;
}

/** The shortest single change that makes one text of another. */
function difference(from: string, to: string): Change {
	let start = 0;
	while (start < from.length && start < to.length && from[start] === to[start]) start++;
	let cut = 0;
	while (cut < from.length - start && cut < to.length - start && from.at(-1 - cut) === to.at(-1 - cut)) cut++;
	return { start, end: from.length - cut, text: to.slice(start, to.length - cut) };
}

/** A text as it comes back from a disk, where nothing is but UTF-8 and a byte order mark says only that. */
function wellFormed(text: string): string {
	return text.toWellFormed().replace(/^\ufeff/, "");
}

export function printEvents(events: readonly Event[]): string {
	return events
		.map((event) => {
			if (event.kind !== "change")
				return `${event.kind} ${event.path}${event.kind === "disk" ? ` ${JSON.stringify(event.text)}` : ""}`;
			return `${event.path}: ${event.changes.map(({ start, end, text }) => `${start}..${end} ${JSON.stringify(text)}`).join(", ")}`;
		})
		.join("\n");
}
