/**
 * OTLP in JSON (opentelemetry-proto, `TracesData`): one resource of the service `witness`, one scope for each callee. Identifiers are
 * made from the numbers of the calls, so that the same trace gives the same text. Reads what other tools wrote, too (Spin, wasmCloud):
 * there the service is the component and the parent's service the caller.
 */
import type { Call, Outcome, Trace, TraceEdge } from "../model.ts";
import { edgeFromName, type ForeignCall, type Imported, malformed, traceOf } from "./import.ts";
import { isObject, type Json, type JsonObject, numberOf, objectsOf, textOf } from "./json.ts";

const STATUS_OK = 1;
const STATUS_ERROR = 2;
const KIND_INTERNAL = 1;

/** In pieces, which together are one text; `origin` is the time at which the run started, in milliseconds since 1970. */
export function* otlpPieces(trace: Trace, origin = 0): Generator<string> {
	const traceId = hex(1, 32);
	const start = BigInt(Math.round(origin)) * 1_000_000n;
	const { latest } = trace;
	const resource = JSON.stringify({ attributes: [attribute("service.name", "witness")] });
	yield `{"resourceSpans":[{"resource":${resource},"scopeSpans":[`;
	let scope = "";
	for (const name of new Set(trace.edges.map(({ callee }) => callee))) {
		let between = `${scope}{"scope":${JSON.stringify({ name })},"spans":[`;
		for (const call of trace.calls()) {
			if (call.callee !== name) continue;
			const params = trace.edges[call.edge]?.params ?? null;
			yield between + JSON.stringify(span(call, params, traceId, start, latest));
			between = ",";
			scope = "]},";
		}
	}
	yield `${scope === "" ? "" : "]}"}]}]}`;
}

function span(call: Call, params: readonly string[] | null, traceId: string, origin: bigint, latest: number): object {
	const optional = (name: string, value: string | null) => (value === null ? [] : [attribute(name, value)]);
	const numeric = (name: string, value: number | null) => (value === null ? [] : [integer(name, value)]);
	const failed = call.outcome === "trapped" || call.outcome === "error";
	return {
		traceId,
		spanId: hex(call.id + 1, 16),
		...(call.parent === null ? {} : { parentSpanId: hex(call.parent + 1, 16) }),
		name: call.interface === null ? call.function : `${call.interface}#${call.function}`,
		kind: KIND_INTERNAL,
		startTimeUnixNano: String(origin + BigInt(Math.round(call.start))),
		endTimeUnixNano: String(origin + BigInt(Math.round(call.end ?? latest))),
		attributes: [
			attribute("wit.caller", call.caller),
			attribute("wit.callee", call.callee),
			attribute("wit.function", call.function),
			attribute("wit.outcome", call.outcome),
			...optional("wit.interface", call.interface),
			...(call.args === null ? [] : [list("wit.args", call.args)]),
			...(call.args === null || params === null ? [] : [list("wit.params", params)]),
			...optional("wit.result", call.result),
			...numeric("wit.bytes", call.bytes ?? null),
			...numeric("wit.boundary.to_ns", call.boundary?.to ?? null),
			...numeric("wit.boundary.back_ns", call.boundary?.back ?? null),
		],
		status: failed ? { code: STATUS_ERROR, message: call.outcome } : { code: STATUS_OK },
	};
}

export function readOtlp(json: JsonObject): Imported {
	const resources = objectsOf(json["resourceSpans"]);
	if (resources.length === 0) return malformed("the list resourceSpans is missing or empty");
	const services = new Map<string, string>();
	const found: { span: JsonObject; service: string }[] = [];
	for (const resource of resources) {
		const attributes = isObject(resource["resource"]) ? attributesOf(resource["resource"]) : new Map<string, Json>();
		const service = textOf(attributes.get("service.name")) ?? "unknown";
		for (const scope of [...objectsOf(resource["scopeSpans"]), ...objectsOf(resource["instrumentationLibrarySpans"])]) {
			for (const item of objectsOf(scope["spans"])) {
				found.push({ span: item, service });
				services.set(textOf(item["spanId"]) ?? "", service);
			}
		}
	}
	const calls = found.map(({ span: item, service }) => foreign(item, service, services));
	const missing = calls.indexOf(null);
	if (missing >= 0) return malformed(`span ${missing} has no spanId or no startTimeUnixNano`);
	return { ok: true, trace: traceOf(calls.filter((call) => call !== null)) };
}

function foreign(item: JsonObject, service: string, services: ReadonlyMap<string, string>): ForeignCall | null {
	const key = textOf(item["spanId"]);
	const start = numberOf(item["startTimeUnixNano"]);
	if (key === null || start === null) return null;
	const parent = textOf(item["parentSpanId"]);
	const attributes = attributesOf(item);
	const own = (name: string) => textOf(attributes.get(name));
	const names = attributes.get("wit.params");
	const params = Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
	const named = edgeFromName(textOf(item["name"]) ?? "?", service, services.get(parent ?? "") ?? "host");
	const edge: TraceEdge =
		own("wit.function") === null
			? named
			: {
					caller: own("wit.caller") ?? named.caller,
					callee: own("wit.callee") ?? service,
					interface: own("wit.interface"),
					function: own("wit.function") ?? named.function,
					...(params.length === 0 ? {} : { params }),
				};
	const args = attributes.get("wit.args");
	const [to, back] = [numberOf(attributes.get("wit.boundary.to_ns")), numberOf(attributes.get("wit.boundary.back_ns"))];
	const outcome = outcomeOf(own("wit.outcome"), isObject(item["status"]) ? item["status"]["code"] : undefined);
	return {
		key,
		parent: parent === "" ? null : parent,
		edge,
		start,
		end: outcome === "unfinished" ? null : numberOf(item["endTimeUnixNano"]),
		outcome,
		args: Array.isArray(args) ? args.filter((text) => typeof text === "string") : null,
		result: own("wit.result"),
		boundary: to === null && back === null ? null : { to, back },
		bytes: numberOf(attributes.get("wit.bytes")),
		// Our own spans are numbered.
		...(own("wit.function") === null || !/^[\da-f]{16}$/.test(key) ? {} : { order: Number.parseInt(key, 16) }),
	};
}

function outcomeOf(own: string | null, status: Json | undefined): Outcome {
	if (own === "returned" || own === "error" || own === "trapped" || own === "unfinished") return own;
	return status === STATUS_ERROR || status === "STATUS_CODE_ERROR" ? "error" : "returned";
}

function attribute(key: string, value: string): object {
	return { key, value: { stringValue: value } };
}

/** 64-bit integers are decimal strings. */
function integer(key: string, value: number): object {
	return { key, value: { intValue: String(Math.round(value)) } };
}

function list(key: string, values: readonly string[]): object {
	return { key, value: { arrayValue: { values: values.map((stringValue) => ({ stringValue })) } } };
}

function attributesOf(owner: JsonObject): Map<string, Json> {
	const result = new Map<string, Json>();
	for (const { key, value } of objectsOf(owner["attributes"])) {
		if (typeof key !== "string" || !isObject(value)) continue;
		const array = value["arrayValue"];
		if (isObject(array))
			result.set(
				key,
				objectsOf(array["values"]).map((item) => item["stringValue"] ?? null),
			);
		else result.set(key, value["stringValue"] ?? value["intValue"] ?? value["doubleValue"] ?? value["boolValue"] ?? null);
	}
	return result;
}

function hex(value: number, digits: number): string {
	return value.toString(16).padStart(digits, "0");
}
