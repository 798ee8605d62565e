/**
 * Holds a guest back that writes faster than the runner passes on: messages between threads wait in memory without a bound. The word is
 * the number of bytes that were sent and not passed on yet.
 */
const PENDING = 0;
/** How many bytes may be on their way. */
const MOST = 4 * 1024 * 1024;
/** How long the guest waits at a time, in milliseconds: a runner that is busy otherwise is asked again. */
const PATIENCE = 1000;

export function createPending(): SharedArrayBuffer {
	return new SharedArrayBuffer(4);
}

/** Called in the guest's thread before bytes are sent: waits until there is room for more. */
export function beforeSending(pending: SharedArrayBuffer, bytes: number): void {
	const words = new Int32Array(pending);
	for (let now = Atomics.load(words, PENDING); now > MOST; now = Atomics.load(words, PENDING)) {
		Atomics.wait(words, PENDING, now, PATIENCE);
	}
	Atomics.add(words, PENDING, bytes);
}

/** Called in the runner when bytes were passed on. */
export function passedOn(pending: SharedArrayBuffer, bytes: number): void {
	const words = new Int32Array(pending);
	Atomics.sub(words, PENDING, bytes);
	Atomics.notify(words, PENDING);
}
