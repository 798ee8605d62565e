/**
 * Each component has its colour, the same in the tree, the legend and on the time axis, from the editor's own palette where that has
 * colours that can be told apart.
 */
const PALETTE: readonly (readonly [variable: string, fallback: string])[] = [
	["--vscode-charts-blue", "#3794ff"],
	["--vscode-charts-green", "#89d185"],
	["--vscode-charts-purple", "#b180d7"],
	["", "#d18616"],
	["--vscode-terminal-ansiCyan", "#11a8cd"],
	["--vscode-charts-yellow", "#cca700"],
	["--vscode-terminal-ansiMagenta", "#bc3fbc"],
];

const known = new Map<string, number>();

function entryOf(component: string): readonly [string, string] {
	const number = known.get(component) ?? known.size;
	known.set(component, number);
	return PALETTE[number % PALETTE.length] ?? ["", "#3794ff"];
}

/** A CSS colour for a component by its name. */
export function colourOf(component: string): string {
	const [variable, fallback] = entryOf(component);
	return variable === "" ? fallback : `var(${variable}, ${fallback})`;
}

/** The colours of the theme for one drawing on a canvas, which knows no variables: each is looked up once. */
export class CanvasColours {
	readonly #style = getComputedStyle(document.documentElement);
	readonly #found = new Map<string, string>();

	of(component: string): string {
		return this.variable(...entryOf(component));
	}

	variable(name: string, fallback: string): string {
		let colour = this.#found.get(name);
		if (colour === undefined) {
			colour = this.#style.getPropertyValue(name).trim() || fallback;
			this.#found.set(name, colour);
		}
		return colour;
	}
}
