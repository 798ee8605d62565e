/** What a composition must do: results, the calls between the guests with their values, and what each guest counts and sums up. */
import { coreSignature, layoutOf } from "../../../server/wit/abi/layout.ts";
import { isVariant, printWave, type Value, type ValueType } from "../../../server/wit/index.ts";
import { answerType, type Composition, type EchoFunction, typeOf } from "./case.ts";
import { calleesOf } from "./guest-text.ts";
import { askedFor, spoils } from "./planted.ts";
import { handlesIn, plain, type SeenHandle, wordsOf } from "./values.ts";

/** A call over an edge. */
export interface Crossing {
	readonly depth: number;
	/** `caller -> callee function`. */
	readonly edge: string;
	readonly args: readonly string[];
	/** Null where there is none, or the call trapped. */
	result: string | null;
	outcome: "returned" | "error" | "trapped";
}

export interface Stats {
	/** By guest and function. */
	readonly counts: readonly (readonly number[])[];
	readonly sums: readonly number[];
	readonly posts: readonly number[];
	readonly gets: number;
	readonly dropped: number;
}

export interface Expected {
	/** Of each call of the host, as JSON. After a trap there are no more. */
	readonly results: readonly string[];
	readonly crossings: readonly Crossing[];
	readonly stats: Stats;
	/** The innermost call where it traps. Not `sure` where nothing says whether room is asked for what is empty. */
	readonly trap: { readonly edge: string; readonly sure: boolean } | null;
}

class Trapped extends Error {
	readonly edge: string;
	readonly sure: boolean;

	constructor(edge: string, sure = true) {
		super(edge);
		this.edge = edge;
		this.sure = sure;
	}
}

export function expectedOf(composition: Composition): Expected {
	const model = new Model(composition);
	const results: string[] = [];
	let trap: Expected["trap"] = null;
	let dropped = 0;
	try {
		for (const { func, args } of composition.calls) {
			const echo = at(composition.functions, func);
			dropped += handlesIn(tupleOf(echo), args).length;
			const answer = model.call({ caller: "host", guest: composition.guests.length - 1, func, args, depth: 0 });
			const type = answerType(echo);
			results.push(type === null ? "null" : JSON.stringify(plain(type, answer ?? null)));
		}
	} catch (error) {
		if (!(error instanceof Trapped)) throw error;
		trap = { edge: error.edge, sure: error.sure };
	}
	const { counts, sums, posts, gets, crossings } = model;
	return { results, crossings, stats: { counts, sums, posts, gets, dropped }, trap };
}

interface ModelCall {
	readonly caller: string;
	readonly guest: number;
	readonly func: number;
	readonly args: readonly Value[];
	readonly depth: number;
}

class Model {
	readonly crossings: Crossing[] = [];
	readonly counts: number[][];
	readonly sums: number[];
	readonly posts: number[];
	gets = 0;
	readonly #composition: Composition;
	readonly #calls: number[];

	constructor(composition: Composition) {
		const { guests, functions } = composition;
		this.#composition = composition;
		this.counts = guests.map(() => functions.map(() => 0));
		this.sums = guests.map(({ starts }) => (starts ? Math.imul(7, 16777619) : 0));
		this.posts = guests.map(() => 0);
		this.#calls = guests.map(() => 0);
	}

	call(made: ModelCall): Value | undefined {
		const { caller, guest: index, func, args, depth } = made;
		const guest = at(this.#composition.guests, index);
		const echo = at(this.#composition.functions, func);
		const edge = `${caller} -> g${index} f${func}`;
		const crossing = this.#cross(edge, echo, args, depth);
		const whole = tupleOf(echo);
		const { spilledParams, spilledResult } = coreSignature(typeOf(echo), "lift");
		this.#receive(index, edge, whole, [...args], spilledParams);
		const armed = this.#begin(index, func);
		if (["unreachable", "divide", "load", "recursion"].includes(armed)) throw new Trapped(edge);
		this.#sum(index, whole, [...args], depth + 1);
		const spoiled = armed.startsWith("argument ")
			? spoils(armed.slice(9), whole, [...args], guest.encoding, spilledParams)
			: null;
		const callees = calleesOf(guest, echo);
		let answer = ownAnswer(echo, args);
		for (const from of callees) {
			answer = this.#handOn(made, from, spoiled === true);
		}
		if (callees.length === 0) this.#drop(made, echo);
		// The guest drops what was lent to it, and looks for that where it was spoiled.
		else if (spoiled === false && armed === "argument handle" && handlesIn(whole, [...args])[0]?.kind === "borrow")
			throw new Trapped(edge);
		const type = answerType(echo);
		if (type !== null) {
			const wrongPointer = armed === "result beyond" || (armed === "result misaligned" && layoutOf(type).align > 1);
			if (wrongPointer && spilledResult) throw new Trapped(edge);
			if (armed.startsWith("result ") && spoils(armed.slice(7), type, answer ?? null, guest.encoding, true) === true)
				throw new Trapped(edge);
		}
		if (guest.cleansUp) {
			if (armed === "post-return traps") throw new Trapped(edge);
			this.posts[index] = at(this.posts, index) + 1;
		}
		finish(crossing, echo, answer);
		return answer;
	}

	/** Counts a call; what goes wrong in it. */
	#begin(index: number, func: number): string {
		const number = at(this.#calls, index) + 1;
		this.#calls[index] = number;
		const counts = at(this.counts, index);
		counts[func] = at(counts, func) + 1;
		this.#mix(index, func + 1);
		const { fault } = this.#composition;
		return fault?.guest === index && fault.call === number ? fault.what : "";
	}

	/** A guest asks another, or the host, with what it was given. */
	#handOn({ guest: index, func, args, depth }: ModelCall, from: number | "host", spoiled: boolean): Value | undefined {
		const echo = at(this.#composition.functions, func);
		const callee = from === "host" ? null : at(at(this.#composition.guests, index).callees, from);
		const edge = callee === null ? `g${index} -> host f${func}` : `g${index} -> g${callee} f${func}`;
		if (spoiled) throw new Trapped(edge);
		const place = this.crossings.length;
		const answer =
			callee === null ? ownAnswer(echo, args) : this.call({ caller: `g${index}`, guest: callee, func, args, depth: depth + 1 });
		if (callee === null) finish(this.#cross(edge, echo, args, depth + 1), echo, answer);
		const type = answerType(echo);
		if (type === null) return answer;
		try {
			this.#receive(index, edge, type, answer ?? null, false);
		} catch (error) {
			// A call whose result finds no room has trapped after all.
			at(this.crossings, place).outcome = "trapped";
			throw error;
		}
		this.#sum(index, type, answer ?? null, depth + 1);
		return answer;
	}

	#cross(edge: string, echo: EchoFunction, args: readonly Value[], depth: number): Crossing {
		const texts = echo.params.map((type, index) => printWave(type, args[index] ?? null));
		const crossing: Crossing = { depth, edge, args: texts, result: null, outcome: "trapped" };
		this.crossings.push(crossing);
		return crossing;
	}

	#mix(index: number, word: number): void {
		this.sums[index] = Math.imul(at(this.sums, index) ^ word, 16777619);
	}

	#sum(index: number, type: ValueType, value: Value, depth: number): void {
		for (const word of wordsOf(type, value, at(this.#composition.guests, index).encoding)) {
			if (typeof word !== "number") {
				this.gets++;
				this.#ownerCall(`g${index} -> owner get`, word, String(word.number), depth);
			}
			this.#mix(index, typeof word === "number" ? word : word.number);
		}
	}

	/** A guest that calls nobody drops what it was given and does not give back. */
	#drop({ guest, args, depth }: ModelCall, { params, answer }: EchoFunction): void {
		for (const [index, type] of params.entries()) {
			if (answer === "all" || answer === index) continue;
			for (const handle of handlesIn(type, args[index] ?? null)) {
				if (handle.kind === "own") this.#ownerCall(`g${guest} -> owner [resource-drop]thing`, handle, null, depth + 1);
			}
		}
	}

	#ownerCall(edge: string, { number }: SeenHandle, result: string | null, depth: number): void {
		this.crossings.push({ depth, edge, args: [`thing#${number}`], result, outcome: "returned" });
	}

	/** Values are lowered into a guest: its `realloc` may fail. */
	#receive(index: number, edge: string, type: ValueType, value: Value, spilled: boolean): void {
		const { fault, guests } = this.#composition;
		if (fault === null || fault.guest !== index || !fault.what.startsWith("realloc")) return;
		if (at(this.#calls, index) + 1 < fault.call) return;
		const least = fault.what === "realloc misaligned" ? 2 : 1;
		if (spilled && layoutOf(type).align >= least) throw new Trapped(edge);
		const asked = askedFor(type, value, at(guests, index).encoding, least);
		if (asked !== "no") throw new Trapped(edge, asked === "yes");
	}
}

function tupleOf({ params }: EchoFunction): ValueType {
	return { kind: "tuple", elements: params };
}

/** What whoever calls nobody answers. */
function ownAnswer({ answer }: EchoFunction, args: readonly Value[]): Value | undefined {
	return answer === "nothing" ? undefined : answer === "all" ? [...args] : args[answer];
}

function finish(crossing: Crossing, echo: EchoFunction, answer: Value | undefined): void {
	const type = answerType(echo);
	crossing.result = type === null ? null : printWave(type, answer ?? null);
	const isError = type?.kind === "result" && answer !== undefined && isVariant(answer) && answer.tag === "err";
	crossing.outcome = isError ? "error" : "returned";
}

function at<T>(list: readonly T[], index: number): T {
	const found = list[index];
	if (found === undefined) throw new Error(`there is no ${index}`);
	return found;
}
