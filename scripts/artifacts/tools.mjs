// The tools that the committed binaries are built with, where Debian has them, and bringing them where they are missing.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";

/** What builds a part: each tool is found by a command on the path or by a file, and comes from a Debian package or from cargo. */
const CLANG = [
	{ command: "clang-19", apt: "clang-19" },
	{ command: "wasm-ld-19", apt: "lld-19" },
	{ file: "/usr/include/wasm32-wasi/stdlib.h", apt: "wasi-libc" },
	{ file: "/usr/lib/llvm-19/lib/clang/19/lib/wasi/libclang_rt.builtins-wasm32.a", apt: "libclang-rt-19-dev-wasm32" },
];
const RUST = [
	{ command: "cargo", by: "Rust's own installer" },
	{ file: "/usr/bin/rustc", apt: "rustc-web" },
	{ file: "/usr/lib/rustlib/src/rust/library/std/Cargo.toml", apt: "rust-web-src" },
	{ command: "wasm-ld-19", apt: "lld-19" },
];
const NEEDED = {
	grammars: [...CLANG, { command: "tree-sitter", cargo: ["tree-sitter-cli", "--locked"] }],
	engine: RUST,
	examples: [
		...RUST,
		...CLANG,
		{ file: "/usr/include/wasm32-wasi/c++/v1/string", apt: "libc++-19-dev-wasm32" },
		{ file: "/usr/lib/wasm32-wasi/libc++abi.a", apt: "libc++abi-19-dev-wasm32" },
		{ command: "wit-bindgen", cargo: ["wit-bindgen-cli", "--version", "0.63.0", "--locked"] },
	],
};

/**
 * The tools that are missing for a part.
 * @param {keyof typeof NEEDED} part
 */
export function missingTools(part) {
	return NEEDED[part].filter(({ command, file }) => (command === undefined ? !existsSync(file) : !onPath(command)));
}

/** What to type to get the tools, one command a line. */
export function howToInstall(missing) {
	const apt = missing.flatMap((tool) => tool.apt ?? []);
	const lines = apt.length > 0 ? [`apt-get install ${[...new Set(apt)].join(" ")}`] : [];
	for (const { cargo, command, by } of missing) {
		if (cargo !== undefined) lines.push(`cargo install ${cargo.join(" ")}`);
		if (by !== undefined) lines.push(`(${command} comes with ${by})`);
	}
	return lines.join("\n");
}

/**
 * Installs tools; Debian's packages need the rights of the administrator.
 * @throws with the command to type where that is not possible
 */
export function install(missing) {
	const apt = [...new Set(missing.flatMap((tool) => tool.apt ?? []))];
	const impossible = missing.some(({ by }) => by !== undefined) || (apt.length > 0 && !mayInstall());
	if (impossible) throw new Error(`these tools are missing, and cannot be installed from here:\n${howToInstall(missing)}`);
	if (apt.length > 0) run("apt-get", ["install", "--yes", "--no-install-recommends", ...apt]);
	for (const { cargo } of missing) if (cargo !== undefined) run("cargo", ["install", ...cargo]);
}

function mayInstall() {
	return process.getuid?.() === 0 && onPath("apt-get");
}

function run(command, args) {
	console.log(`${command} ${args.join(" ")}`);
	if (spawnSync(command, args, { stdio: "inherit" }).status !== 0) throw new Error(`${command} ${args.join(" ")} failed`);
}

function onPath(command) {
	return (process.env.PATH ?? "").split(path.delimiter).some((folder) => existsSync(path.join(folder, command)));
}
