/** Each component has its colour, the same in the tree and on the time axis, from the editor's own palette for charts. */
const PALETTE = [
	"--vscode-charts-blue",
	"--vscode-charts-green",
	"--vscode-charts-purple",
	"--vscode-charts-orange",
	"--vscode-charts-yellow",
];

/** Where the theme has no such colour. */
const FALLBACK = ["#3794ff", "#89d185", "#b180d7", "#d18616", "#cca700"];

const known = new Map<string, number>();

function numberOf(component: string): number {
	const number = known.get(component) ?? known.size;
	known.set(component, number);
	return number % PALETTE.length;
}

/** A CSS colour for a component by its name. */
export function colourOf(component: string): string {
	const number = numberOf(component);
	return `var(${PALETTE[number]}, ${FALLBACK[number]})`;
}

/** The same colour for a canvas, which knows no variables. */
export function canvasColourOf(component: string): string {
	const number = numberOf(component);
	const value = getComputedStyle(document.documentElement).getPropertyValue(PALETTE[number] ?? "");
	return value.trim() === "" ? (FALLBACK[number] ?? "#3794ff") : value.trim();
}
