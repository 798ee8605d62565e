import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	realpathSync,
	renameSync,
	rmdirSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import path from "node:path";
import { planWrites } from "./plan.ts";
import type { BindingsFile } from "./protocol.ts";

type Written =
	| {
			readonly ok: true;
			readonly written: readonly string[];
			readonly unchanged: readonly string[];
			readonly removed: readonly string[];
	  }
	| { readonly ok: false; readonly message: string };

/**
 * Brings the output folder to what was generated. Files whose text is the same are not touched; files that an earlier run made for the same
 * worlds and that nothing makes any more are removed. Each file is written beside its place and moved there once all are written, so that
 * no reader ever finds half of one. Nothing outside of `folder` is written, not through a symbolic link either.
 * @param folder the output folder, absolute; made where it is missing
 */
export function writeBindings(folder: string, files: readonly BindingsFile[]): Written {
	const staged: { from: string; to: string }[] = [];
	/** The topmost of the folders that were made. */
	const made: string[] = [];
	const makeFolder = (place: string) => {
		const first = mkdirSync(place, { recursive: true });
		if (first !== undefined) made.push(first);
	};
	try {
		const plan = planWrites(existingFiles(folder, files), files);
		if (plan.foreign.length > 0) {
			const names = plan.foreign.map((file) => path.join(folder, file)).join(", ");
			return {
				ok: false,
				message: `not made from this world, so not overwritten: ${names}; move it or choose another output folder`,
			};
		}
		// A package without worlds leaves no empty folder behind.
		if (plan.write.length > 0) makeFolder(folder);
		for (const file of plan.write) {
			const to = path.join(folder, file.path);
			if (!inside(folder, to))
				return { ok: false, message: `${to} is outside of the output folder ${folder}: nothing was written` };
			makeFolder(path.dirname(to));
			const from = `${to}.${process.pid}.tmp`;
			staged.push({ from, to });
			writeFileSync(from, file.text);
		}
		for (let file = staged[0]; file !== undefined; file = staged[0]) {
			renameSync(file.from, file.to);
			staged.shift();
		}
		for (const file of plan.remove) rmSync(path.join(folder, file));
		return { ok: true, written: plan.write.map((file) => file.path), unchanged: plan.unchanged, removed: plan.remove };
	} catch (error) {
		return {
			ok: false,
			message: `the bindings could not be written to ${folder}: ${error instanceof Error ? error.message : String(error)}`,
		};
	} finally {
		for (const { from } of staged) removeQuietly(() => rmSync(from, { force: true }));
		for (const place of made) removeEmpty(place);
	}
}

/** What cannot be removed, as its path is impossible, is not there either. */
function removeQuietly(remove: () => void): void {
	try {
		remove();
	} catch {}
}

/** Removes a folder and those in it, as far as nothing is in them. */
function removeEmpty(folder: string): void {
	removeQuietly(() => {
		for (const entry of readdirSync(folder, { withFileTypes: true })) {
			if (entry.isDirectory()) removeEmpty(path.join(folder, entry.name));
		}
		rmdirSync(folder);
	});
}

/** The text of the files in the folders `<side>/<world>` of the generated files, by path relative to the output folder. */
function existingFiles(folder: string, files: readonly BindingsFile[]): Map<string, string> {
	const found = new Map<string, string>();
	for (const place of new Set(files.map((file) => file.path.split("/", 2).join("/")))) {
		for (const file of below(folder, place)) found.set(file, readFileSync(path.join(folder, file), "utf8"));
	}
	return found;
}

function below(folder: string, place: string): string[] {
	try {
		return readdirSync(path.join(folder, place), { withFileTypes: true }).flatMap((entry) => {
			const name = `${place}/${entry.name}`;
			return entry.isDirectory() ? below(folder, name) : entry.isFile() ? [name] : [];
		});
	} catch {
		// Nothing was made there before.
		return [];
	}
}

/** Whether a place, which need not exist, lies in a folder, once all links on the way are followed. */
function inside(folder: string, place: string): boolean {
	let there = path.dirname(place);
	while (!existsSync(there)) there = path.dirname(there);
	const way = path.relative(realpathSync(folder), path.join(realpathSync(there), path.relative(there, place)));
	return way !== ".." && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
}

/**
 * The output folder of a package. A relative setting counts from the folder that holds the package's `wit` folder, or, where its files lie
 * elsewhere, from the folder with the files: two packages of a workspace do not share one by accident.
 * @param place the package's folder or its only file, absolute
 * @param setting the user's choice, `bindings` by default
 */
export function bindingsFolder(place: string, setting = "bindings"): string {
	const folder = place.endsWith(".wit") ? path.dirname(place) : place;
	return path.resolve(path.basename(folder) === "wit" ? path.dirname(folder) : folder, setting);
}
