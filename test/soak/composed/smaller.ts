/** Makes a composition that fails smaller: fewer calls, guests, functions and parameters, and plainer guests. Each try runs it in all ways, so they are few. */
import type { Composition, EchoFunction, Guest } from "./case.ts";

export async function smallerComposition(
	found: Composition,
	fails: (smaller: Composition) => Promise<boolean>,
	most = 60,
): Promise<Composition> {
	let best = found;
	let tries = 0;
	for (let again = true; again && tries < most; ) {
		again = false;
		for (const candidate of candidates(best)) {
			if (tries++ >= most) break;
			if (!(await fails(candidate))) continue;
			best = candidate;
			again = true;
			break;
		}
	}
	return best;
}

function* candidates(composition: Composition): Generator<Composition> {
	const { functions, guests, calls, fault } = composition;
	if (calls.length > 1) {
		for (const index of calls.keys()) yield { ...composition, calls: [...calls.slice(0, index), ...calls.slice(index + 1)] };
	}
	for (const index of functions.keys()) {
		if (functions.length === 1 || calls.some(({ func }) => func === index)) continue;
		const left = calls.map(({ func, args }) => ({ func: func > index ? func - 1 : func, args }));
		yield { ...composition, functions: without(functions, index), calls: left };
	}
	for (const index of guests.keys()) {
		const callers = guests.filter(({ callees }) => callees.includes(index));
		if (guests.length === 1 || callers.some(({ callees }) => callees.length === 1 && index === 0) || fault?.guest === index)
			continue;
		const renumbered = without(guests, index).map(({ callees, ...guest }) => ({
			...guest,
			callees: callees.filter((each) => each !== index).map((each) => (each > index ? each - 1 : each)),
		}));
		yield {
			...composition,
			guests: renumbered,
			fault: fault === null || fault.guest < index ? fault : { ...fault, guest: fault.guest - 1 },
		};
	}
	for (const [func, { params }] of functions.entries())
		for (const index of params.keys()) yield withoutParam(composition, func, index);
	const plainer: readonly Partial<Guest>[] = [
		{ times: 1 },
		{ asksHost: false },
		{ cleansUp: false },
		{ dirty: false },
		{ late: "no" },
		{ starts: false },
		{ encoding: "utf8" },
	];
	for (const [index, guest] of guests.entries()) {
		for (const change of plainer) {
			const changed = { ...guest, ...change };
			if (JSON.stringify(changed) !== JSON.stringify(guest)) yield { ...composition, guests: guests.with(index, changed) };
		}
		if (guest.callees.length > 1)
			yield { ...composition, guests: guests.with(index, { ...guest, callees: guest.callees.slice(0, 1) }) };
	}
}

function withoutParam(composition: Composition, func: number, index: number): Composition {
	const functions = composition.functions.map((each, at): EchoFunction => {
		if (at !== func) return each;
		const { answer } = each;
		const params = without(each.params, index);
		if (typeof answer === "number")
			return { params, answer: answer === index ? "nothing" : answer > index ? answer - 1 : answer };
		return { params, answer: params.length === 0 ? "nothing" : answer };
	});
	const calls = composition.calls.map((call) => (call.func === func ? { func, args: without(call.args, index) } : call));
	return { ...composition, functions, calls };
}

function without<T>(list: readonly T[], index: number): readonly T[] {
	return [...list.slice(0, index), ...list.slice(index + 1)];
}
