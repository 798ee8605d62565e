import { severityNamed } from "../ide/diagnostics/severity.ts";
import type { ServerSettings } from "../protocol.ts";

export const DEFAULT_SETTINGS: ServerSettings = {
	features: [],
	wac: { depsDirectory: "deps", dependencies: {} },
	diagnostics: { severity: {} },
};

/** Settings from what a client sends for the section `witness`. What has the wrong type is as if it were not there: settings are typed by hand. */
export function settingsFrom(value: unknown): ServerSettings {
	const features = property(value, "features");
	const wac = property(value, "wac");
	const severities = property(property(value, "diagnostics"), "severity");
	const directory = property(wac, "depsDirectory");
	const dependencies = property(wac, "dependencies");
	return {
		features: Array.isArray(features) ? features.filter((feature) => typeof feature === "string") : DEFAULT_SETTINGS.features,
		wac: {
			depsDirectory: typeof directory === "string" && directory !== "" ? directory : DEFAULT_SETTINGS.wac.depsDirectory,
			dependencies: Object.fromEntries(
				entries(dependencies).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
			),
		},
		diagnostics: {
			severity: Object.fromEntries(
				entries(severities).flatMap(([code, level]) => {
					const severity = severityNamed(level);
					return severity === null ? [] : [[code, severity]];
				}),
			),
		},
	};
}

function entries(value: unknown): readonly [string, unknown][] {
	return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

function property(value: unknown, key: string): unknown {
	return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}
