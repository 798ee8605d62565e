import {
	JsonMismatch,
	type JsonReader,
	readBoolean,
	readIndex,
	readMembers,
	readNullable,
	readString,
	readTagged,
} from "./json.ts";
import type { Trampoline } from "./plan.ts";

/** A trampoline: a function that the linker gives to core code. Kinds that this linker does not know become `unsupported`. */
export const readTrampoline: JsonReader<Trampoline> = (json, path) => {
	const { tag, payload, path: inside } = readTagged(json, path);
	const member = <T>(name: string, read: JsonReader<T>): T => readMembers(payload, inside)(name, read);
	switch (tag) {
		case "LowerImport":
			return {
				kind: "lower-import",
				index: member("index", readIndex),
				type: member("lower_ty", readIndex),
				options: member("options", readIndex),
			};
		case "Transcoder":
			return {
				kind: "transcoder",
				operation: member("op", readOperation),
				from: member("from", readIndex),
				to: member("to", readIndex),
				wide: member("from64", readBoolean) || member("to64", readBoolean),
			};
		case "ResourceNew":
			return { kind: "resource-new", instance: member("instance", readIndex), table: member("ty", readIndex) };
		case "ResourceRep":
			return { kind: "resource-rep", instance: member("instance", readIndex), table: member("ty", readIndex) };
		case "ResourceDrop":
			return { kind: "resource-drop", instance: member("instance", readIndex), table: member("ty", readIndex) };
		case "ResourceTransferOwn":
			return { kind: "resource-transfer-own" };
		case "ResourceTransferBorrow":
			return { kind: "resource-transfer-borrow" };
		case "BackpressureInc":
			return { kind: "backpressure-inc", instance: member("instance", readIndex) };
		case "BackpressureDec":
			return { kind: "backpressure-dec", instance: member("instance", readIndex) };
		case "TaskReturn":
			return { kind: "task-return", instance: member("instance", readIndex) };
		case "PrepareCall":
			return { kind: "prepare-call" };
		case "SyncStartCall":
			return { kind: "sync-start-call", callback: member("callback", readNullable(readIndex)) !== null };
		case "AsyncStartCall":
			return {
				kind: "async-start-call",
				callback: member("callback", readNullable(readIndex)) !== null,
				postReturn: member("post_return", readNullable(readIndex)),
			};
		case "EnterSyncCall":
			return { kind: "enter-sync-call" };
		case "ExitSyncCall":
			return { kind: "exit-sync-call" };
		case "Trap":
			return { kind: "trap" };
		default:
			return { kind: "unsupported", name: tag };
	}
};

/** `{"Copy": "Utf8"}` becomes `CopyUtf8`, the others stay as they are. */
const readOperation: JsonReader<string> = (json, path) => {
	const { tag, payload, path: inside } = readTagged(json, path);
	if (payload === undefined) return tag;
	if (tag !== "Copy") throw new JsonMismatch(path, "a transcoding operation", json);
	return `Copy${readString(payload, inside)}`;
};
