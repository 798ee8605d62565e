/** The keys of the page and of its field for what is looked for; those of a list are in `keys.ts`. */
import { wantedOf } from "./filter.ts";

/** What keys do. */
export interface PageKeys {
	/** The text in the field is another. */
	changed(): void;
	/** The field was left: what is shown below takes the keys. */
	leave(): void;
	/** Goes to a time, in nanoseconds from the first call. */
	goTo(time: number): void;
	/** From the calls to the edges, or back. */
	switchTab(): void;
	unselect(): void;
}

export function listenToKeys(input: HTMLInputElement, page: PageKeys): void {
	input.addEventListener("input", () => page.changed());
	input.addEventListener("keydown", (event) => {
		const wanted = wantedOf(input.value);
		if (event.key === "Escape" && input.value !== "") {
			input.value = "";
			page.changed();
		} else if (event.key !== "Escape" && event.key !== "ArrowDown" && event.key !== "Enter") return;
		else if (event.key === "Enter" && wanted.kind === "time") page.goTo(wanted.time);
		event.preventDefault();
		event.stopPropagation();
		page.leave();
	});
	document.addEventListener("keydown", (event) => {
		const writes = event.target instanceof HTMLElement && event.target.matches("input, select");
		const plain = !writes && !event.ctrlKey && !event.metaKey && !event.altKey;
		const find = (event.key.toLowerCase() === "f" && (event.ctrlKey || event.metaKey)) || (plain && event.key === "/");
		if (find) {
			input.focus();
			input.select();
		} else if (plain && event.key === "@") {
			input.value = "@";
			input.focus();
		} else if (plain && event.key === "e") page.switchTab();
		else if (event.key === "Escape") page.unselect();
		else return;
		event.preventDefault();
	});
}
