import { describe, expect, it } from "vitest";
import { ComponentTrap, type HostInterface } from "../../client/run/link/index.ts";
import { isResource, type ResourceValue, type Value } from "../../server/wit/index.ts";
import { linkTranslation, translate } from "./engine.ts";
import { composition, exported, linked, note } from "./watch.ts";

const FILES: Readonly<Record<string, string>> = { "a.txt": "first", "b.bin": "\u0001" };

class FileOnHost {
	readonly text: string;
	readonly dropped: string[];

	constructor(text: string, dropped: string[]) {
		this.text = text;
		this.dropped = dropped;
	}

	bytes(count: number): Uint8Array {
		return new TextEncoder().encode(this.text).slice(0, count);
	}
}

/** The host's interface with the names and values of WIT. */
function witHost(dropped: string[]): HostInterface {
	const fileOf = (value: Value | undefined): FileOnHost => {
		if (value === undefined || !isResource(value) || !(value.object instanceof FileOnHost)) throw new Error("no file");
		return value.object;
	};
	return {
		convention: "wit",
		functions: {
			open: (path) => {
				const text = FILES[String(path)];
				if (text === undefined) return { tag: "err", payload: `no ${String(path)}` };
				const file: ResourceValue = { label: String(path), object: new FileOnHost(text, dropped) };
				return { tag: "ok", payload: file };
			},
			"[method]file.read": (self, count) => fileOf(self).bytes(Number(count)),
			"[method]file.stat": (self) => ({
				fields: { "byte-size": BigInt(fileOf(self).text.length), kind: "plain-text", "read-only": { some: true } },
			}),
		},
		drops: {
			file: (object) => {
				dropped.push(object instanceof FileOnHost ? object.text : "?");
			},
		},
	};
}

/** The same in jco's convention: a class with methods in camelCase, errors thrown. */
function jcoHost(dropped: string[]): HostInterface {
	class File extends FileOnHost {
		read(count: number): Uint8Array {
			return this.bytes(count);
		}
		stat(): object {
			return { byteSize: BigInt(this.text.length), kind: "plain-text", readOnly: true };
		}
		[Symbol.dispose](): void {
			this.dropped.push(this.text);
		}
	}
	return {
		convention: "jco",
		object: {
			File,
			open(path: string): File {
				const text = FILES[path];
				if (text === undefined) throw `no ${path}`;
				return new File(text, dropped);
			},
		},
	};
}

describe.each([
	["wit", witHost],
	["jco", jcoHost],
])("a host in the convention %s", (_, host) => {
	it.each(["test:host/files@0.2.1", "test:host/files", "test:host/files@0.2.9"])("is found as %s", (name) => {
		const dropped: string[] = [];
		const component = linked(composition("hosted"), { imports: { [name]: host(dropped) } });
		expect(exported(component, "head").call(["a.txt"])).toEqual({ tag: "ok", payload: Uint8Array.from([102, 105, 114]) });
		expect(exported(component, "head").call(["c"])).toEqual({ tag: "err", payload: "no c" });
		expect(exported(component, "size").call(["a.txt"])).toBe(5n);
		expect(dropped).toEqual(["first", "first"]);
	});

	it("is seen by the observer", () => {
		const lines: string[] = [];
		const component = linked(composition("hosted"), {
			imports: { "test:host/files": host([]) },
			observer: note(lines),
			name: "hosted",
		});
		exported(component, "head").call(["b.bin"]);
		expect(lines.map((line) => line.replace(/b\.bin(?=[,)])/g, "file#1"))).toEqual([
			'host -> hosted: head("b.bin")',
			'  hosted -> host: test:host/files@0.2.1#open("b.bin")',
			expect.stringMatching(/^ {2}= ok\((file#1)\)$/),
			"  hosted -> host: test:host/files@0.2.1#[method]file.read(file#1, 3)",
			"  = [1]",
			"= ok([1])",
		]);
	});
});

it("all that is missing is told at once, with what to do", () => {
	const answer = linkTranslation(translate(composition("hosted")), { "test:host/files@0.3.0": witHost([]) });
	if (answer.ok) throw new Error("it must not link");
	expect(answer.failures.map((failure) => [failure.kind, failure.interface, failure.function])).toEqual([
		["missing-import", "test:host/files@0.2.1", "file"],
		["missing-import", "test:host/files@0.2.1", "open"],
		["missing-import", "test:host/files@0.2.1", "[method]file.read"],
		["missing-import", "test:host/files@0.2.1", "[method]file.stat"],
	]);
	expect(answer.failures[1]?.message).toBe("the component imports `test:host/files@0.2.1#open`, which is not given");
	expect(answer.failures[1]?.help).toBe("compose with a component that exports `test:host/files@0.2.1`");
});

it("an error of a host function ends the component, with its names and its cause", () => {
	const fault = new Error("disk on fire");
	const host: HostInterface = {
		convention: "wit",
		functions: {
			open: () => {
				throw fault;
			},
			"[method]file.read": () => undefined,
			"[method]file.stat": () => undefined,
		},
	};
	const component = linked(composition("hosted"), { imports: { "test:host/files": host }, name: "hosted" });
	try {
		exported(component, "head").call(["a.txt"]);
		expect.unreachable();
	} catch (error) {
		if (!(error instanceof ComponentTrap)) throw error;
		expect(error.cause).toBe(fault);
		expect(error.report.stack).toEqual([
			{ component: "host", interface: "test:host/files@0.2.1", function: "open" },
			{ component: "hosted", interface: null, function: "head" },
		]);
	}
});

it("a host function that gives a wrong value is told so", () => {
	const host: HostInterface = {
		convention: "wit",
		functions: { open: () => 7, "[method]file.read": () => undefined, "[method]file.stat": () => undefined },
	};
	const component = linked(composition("hosted"), { imports: { "test:host/files": host } });
	expect(() => exported(component, "head").call(["a.txt"])).toThrow(
		/the host's open gave a wrong value: expected result<.*>, found the number 7/,
	);
});

it("a host function cannot call back into the component that called it", () => {
	let refusal = "";
	const host: HostInterface = {
		convention: "wit",
		functions: {
			open: () => {
				try {
					exported(component, "size").call(["a.txt"]);
				} catch (error) {
					refusal = String(error);
				}
				return { tag: "err", payload: "later" };
			},
			"[method]file.read": () => undefined,
			"[method]file.stat": () => undefined,
		},
	};
	const component = linked(composition("hosted"), { imports: { "test:host/files": host } });
	expect(exported(component, "head").call(["a.txt"])).toEqual({ tag: "err", payload: "later" });
	expect(refusal).toContain("cannot enter component instance: a call into the component is still running");
});
