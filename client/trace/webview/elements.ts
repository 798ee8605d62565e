/** Small pieces of the page. */

/** A box with a class and a text. */
export function part(name: string, text: string): HTMLElement {
	const box = document.createElement("div");
	box.className = name;
	box.textContent = text;
	return box;
}

export function button(text: string, title: string, act: () => void): HTMLButtonElement {
	const made = document.createElement("button");
	made.textContent = text;
	made.title = title;
	made.addEventListener("click", (event) => {
		event.stopPropagation();
		act();
	});
	return made;
}

/** Whole numbers with their thousands apart. */
export function number(count: number): string {
	return count.toLocaleString("en");
}
