// What of the engine is built and committed, and from what: paths relative to the folder of each crate.

/** The crates that become components. */
export const CRATES = ["translator", "composer"];

const SHARED = ["Cargo.toml", "Cargo.lock", ".cargo/config.toml", "wit", "build.mjs"].map((file) => `../${file}`);

/** By the folder of the crate, relative to the checkout. */
export const artefacts = Object.fromEntries(
	CRATES.map((crate) => [`server/engine/${crate}`, { sources: ["Cargo.toml", "src", ...SHARED], outputs: ["built"] }]),
);
