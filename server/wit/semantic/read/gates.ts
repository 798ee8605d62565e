/** Reads attributes and versions (WIT.md, "Feature gates", "Package versions"). */
import type { Gate, Name, PackageName, VersionText } from "../declarations.ts";
import type { Reader } from "./reader.ts";
import { stringValue } from "./strings.ts";

export function readGates(reader: Reader): readonly Gate[] {
	const gates: Gate[] = [];
	while (!reader.broken && reader.eat("@")) {
		const name = reader.name();
		const gate = name === null ? null : readGate(reader, name);
		if (gate !== null) gates.push(gate);
	}
	return gates;
}

function readGate(reader: Reader, { text, span }: Name): Gate | null {
	switch (text) {
		case "since":
		case "deprecated": {
			const version = parenthesised(reader, () => (argument(reader, "version") ? readVersion(reader) : null));
			return version === null ? null : { kind: text, version, span };
		}
		case "unstable": {
			const feature = parenthesised(reader, () => (argument(reader, "feature") ? reader.name() : null));
			return feature === null ? null : { kind: text, feature, span };
		}
		case "external-id": {
			const id = parenthesised(reader, () => {
				const word = reader.word();
				if (reader.eat("literal")) return stringValue(word);
				reader.fail("a string");
				return null;
			});
			return id === null ? null : { kind: text, id, span };
		}
		default:
			reader.report(
				`unknown attribute \`@${text}\``,
				span,
				'The attributes are `@since(version = …)`, `@unstable(feature = …)`, `@deprecated(version = …)` and `@external-id("…")`.',
			);
			reader.broken = true;
			return null;
	}
}

function parenthesised<T>(reader: Reader, inner: () => T | null): T | null {
	if (!reader.expect("(")) return null;
	const value = inner();
	return value !== null && reader.expect(")") ? value : null;
}

function argument(reader: Reader, word: string): boolean {
	if (reader.atName() && reader.word() !== word) {
		reader.fail(`\`${word}\``);
		return false;
	}
	return reader.name() !== null && reader.expect("=");
}

const semver =
	/^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-(?:0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*))*)?(?:\+[\da-zA-Z-]+(?:\.[\da-zA-Z-]+)*)?$/;

/** Reads a semantic version. A `.` that no word follows is not a part of it: `use a:b/c@1.0.0-rc.1.{t}`. */
export function readVersion(reader: Reader): VersionText | null {
	const start = reader.start;
	for (const kind of ["integer", ".", "integer", ".", "integer"]) {
		if (reader.kind() === kind) reader.at++;
		else {
			reader.fail(
				kind === "integer" ? "a number of a version" : "`.` of a version",
				"Versions are three numbers, `1.0.0`, and what may follow them in semantic versions.",
			);
			return null;
		}
	}
	let end = reader.lastEnd;
	for (const mark of ["-", "+"]) {
		if (!reader.eat(mark)) continue;
		for (;;) {
			if (isVersionWord(reader.kind())) reader.at++;
			else if (reader.kind() === "." && isVersionWord(reader.kind(1))) reader.at += 2;
			else break;
			end = reader.lastEnd;
		}
	}
	const span = reader.stretch(start, end);
	const text = reader.text.slice(span.start, span.end);
	if (text.split(/[-+]/, 1).some((numbers) => numbers.split(".").some(isTooLarge)))
		reader.report(
			`\`${text}\` has a number that is too large for a version`,
			span,
			"The numbers of a version go up to 18446744073709551615.",
		);
	else if (!semver.test(text))
		reader.report(`\`${text}\` is not a semantic version`, span, "Write it as `1.0.0`, `1.0.0-rc.1` or `1.0.0+build.5`.");
	return { text, span };
}

function isTooLarge(digits: string): boolean {
	return digits.length > 19 && BigInt(digits) > 0xffff_ffff_ffff_ffffn;
}

function isVersionWord(kind: string): boolean {
	return kind === "id" || kind === "integer" || kind === "-";
}

/** `namespace:name@version` in a package header. */
export function readPackageName(reader: Reader): PackageName | null {
	const namespace = reader.name();
	if (namespace === null || !reader.expect(":")) return null;
	const name = reader.name();
	if (name === null) return null;
	const hasVersion = reader.eat("@");
	const version = hasVersion ? readVersion(reader) : null;
	const hasBrokenVersion = hasVersion && version === null;
	return { namespace, name, version, hasBrokenVersion, span: reader.stretch(namespace.span.start, (version ?? name).span.end) };
}
