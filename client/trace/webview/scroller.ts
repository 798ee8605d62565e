/**
 * Scrolls over any number of rows of one height. A browser draws nothing that is higher than some ten million pixels: where rows are more, the
 * scroll bar stands for all of them, and the wheel moves by rows.
 */

/** In CSS pixels; the style sheet says the same. The names of the columns are as high as a row. */
const ROW_HEIGHT = 22;
const HIGHEST = 6_000_000;

export class Scroller {
	readonly #box: HTMLElement;
	readonly #spacer = document.createElement("div");
	#rows = 0;
	/** Whether the scroll bar does not stand for pixels. */
	#scaled = false;
	/** The first row in sight, with its fraction, where the bar is scaled. */
	#scaledTop = 0;
	/** Where the scroll bar was put by us. */
	#put = 0;

	/** `moved` is called where the user has scrolled. */
	constructor(box: HTMLElement, moved: () => void) {
		this.#box = box;
		this.#spacer.className = "spacer";
		box.append(this.#spacer);
		box.addEventListener("scroll", () => {
			// What we have done ourselves is drawn already.
			if (this.#scaled && Math.abs(box.scrollTop - this.#put) < 1) return;
			this.#scaledTop = (box.scrollTop / this.#reach) * this.#last;
			this.#put = box.scrollTop;
			moved();
		});
		box.addEventListener(
			"wheel",
			(event) => {
				if (!this.#scaled || event.ctrlKey || event.deltaY === 0) return;
				event.preventDefault();
				const unit =
					event.deltaMode === WheelEvent.DOM_DELTA_PIXEL
						? ROW_HEIGHT
						: event.deltaMode === WheelEvent.DOM_DELTA_LINE
							? 1
							: 1 / this.page;
				this.#to(this.#top + event.deltaY / unit);
				moved();
			},
			{ passive: false },
		);
	}

	/** How many rows a screen holds, about. */
	get page(): number {
		return Math.max(Math.floor(this.#box.clientHeight / ROW_HEIGHT) - 2, 1);
	}

	/** The first row to be drawn, and how many. */
	get first(): number {
		return Math.max(Math.floor(this.#top) - 2, 0);
	}

	get count(): number {
		return Math.ceil(this.#box.clientHeight / ROW_HEIGHT) + 4;
	}

	get isAtEnd(): boolean {
		return this.#top >= this.#last - 1;
	}

	resize(rows: number): void {
		this.#rows = rows;
		const height = rows * ROW_HEIGHT;
		this.#scaled = height > HIGHEST;
		this.#spacer.style.height = `${Math.min(height, HIGHEST)}px`;
		this.#to(this.#top);
	}

	toEnd(): void {
		this.#to(this.#last);
	}

	/** Moves as little as is needed to see a row. */
	reveal(row: number): void {
		const seen = this.#box.clientHeight / ROW_HEIGHT - 1;
		if (row < this.#top) this.#to(row);
		else if (row + 1 > this.#top + seen) this.#to(row + 1 - seen);
	}

	/** Where a row is, in pixels from the top of the rows. */
	placeOf(row: number): number {
		return this.#scaled ? this.#box.scrollTop + (row - this.#top) * ROW_HEIGHT : row * ROW_HEIGHT;
	}

	fill(rows: readonly HTMLElement[]): void {
		this.#spacer.replaceChildren(...rows);
	}

	/** The first row in sight, with its fraction. */
	get #top(): number {
		return this.#scaled ? this.#scaledTop : this.#box.scrollTop / ROW_HEIGHT;
	}

	/** The first row in sight where the last one is at the end. */
	get #last(): number {
		return Math.max(this.#rows + 1 - this.#box.clientHeight / ROW_HEIGHT, 0);
	}

	/** How far the scroll bar goes. */
	get #reach(): number {
		return Math.max(this.#box.scrollHeight - this.#box.clientHeight, 1);
	}

	#to(top: number): void {
		const last = this.#last;
		const to = Math.min(Math.max(top, 0), last);
		this.#scaledTop = to;
		const part = last === 0 ? 0 : to / last;
		const wanted = this.#scaled ? part * this.#reach : to * ROW_HEIGHT;
		if (Math.abs(this.#box.scrollTop - wanted) >= 1) this.#box.scrollTop = wanted;
		this.#put = this.#box.scrollTop;
	}
}
