/**
 * Where a thread is that does not come back, by the engine's own debugger: it stops the thread at the next loop or call, and shows its stack.
 * Until it is asked it costs nothing, unlike a record of all calls.
 */
import { Session } from "node:inspector";

/** A frame of WebAssembly, as the engine writes it. */
export interface StoppedFrame {
	/** `wasm://wasm/NAME-HASH`. */
	readonly url: string;
	/** The name of the function, or `$func3` where the module has no names. */
	readonly function: string;
	/** Where it stands, in bytes from the start of the module. */
	readonly offset: number;
}

/** How long is waited for an answer, in milliseconds: a thread may be in a call of the system. */
const PATIENCE = 1000;
/** How long a thread that answers late has to hear that it need not stop any more. */
const PARTING = 200;

/** The frames of the only worker that runs WebAssembly, innermost first; empty where it cannot be asked. */
export function framesOfWorker(): Promise<readonly StoppedFrame[]> {
	return new Promise((resolve) => {
		const session = new Session();
		const urls = new Map<string, string>();
		const answer = (frames: readonly StoppedFrame[]): void => {
			clearTimeout(timer);
			session.disconnect();
			resolve(frames);
		};
		// A thread that waits for a debugger cannot be ended. There are others than the guest's, in which the host does its work.
		const releases: (() => void)[] = [];
		const release = (): void => {
			for (const each of releases) each();
		};
		let timer = setTimeout(() => {
			release();
			timer = setTimeout(() => answer([]), PARTING);
		}, PATIENCE);
		try {
			session.connect();
			session.on("NodeWorker.attachedToWorker", ({ params: { sessionId } }) => {
				const send = (id: number, method: string) =>
					session.post("NodeWorker.sendMessageToWorker", { sessionId, message: JSON.stringify({ id, method }) });
				session.on("NodeWorker.receivedMessageFromWorker", ({ params }) => {
					if (params.sessionId !== sessionId) return;
					const message: unknown = JSON.parse(params.message);
					const script = scriptIn(message);
					if (script !== null) urls.set(script.id, script.url);
					const frames = pausedFrames(message, urls);
					if (frames === null) return;
					if (frames.length === 0) return letGo();
					release();
					answer(frames);
				});
				const letGo = () => send(3, "Debugger.disable");
				releases.push(letGo);
				send(1, "Debugger.enable");
				send(2, "Debugger.pause");
			});
			session.post("NodeWorker.enable", { waitForDebuggerOnStart: false }, (error) => {
				if (error !== null) answer([]);
			});
		} catch {
			answer([]);
		}
	});
}

function member(value: unknown, ...names: readonly string[]): unknown {
	let found = value;
	for (const name of names) found = typeof found === "object" && found !== null ? Reflect.get(found, name) : undefined;
	return found;
}

function scriptIn(message: unknown): { readonly id: string; readonly url: string } | null {
	if (member(message, "method") !== "Debugger.scriptParsed") return null;
	return { id: String(member(message, "params", "scriptId")), url: String(member(message, "params", "url")) };
}

/** The frames of WebAssembly where the thread has stopped; null for any other message. */
function pausedFrames(message: unknown, urls: ReadonlyMap<string, string>): readonly StoppedFrame[] | null {
	if (member(message, "method") !== "Debugger.paused") return null;
	const frames = member(message, "params", "callFrames");
	return (Array.isArray(frames) ? frames : []).flatMap((frame: unknown) => {
		const url = urls.get(String(member(frame, "location", "scriptId"))) ?? "";
		return url.startsWith("wasm://")
			? [{ url, function: String(member(frame, "functionName")), offset: Number(member(frame, "location", "columnNumber")) }]
			: [];
	});
}
