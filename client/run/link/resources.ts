import { Trap } from "../../../server/wit/index.ts";

/** A resource type of the composition: one that a component instance implements, or one of the host. */
export type Resource = GuestResource | HostResource;

export interface GuestResource {
	readonly kind: "guest";
	readonly name: string;
	/** The component instance that implements it, and for which a borrow is the representation itself. */
	readonly implementer: number;
	/** Null where the resource has none, and until the plan has come to it. */
	destructor: ((rep: number) => void) | null;
}

export interface HostResource {
	readonly kind: "host";
	readonly name: string;
	readonly objects: HostObjects;
	/** Called when the guest drops its last handle. */
	readonly drop: (object: object) => void;
}

/** The objects of the host that guests hold handles of: a representation is an index into them. */
export class HostObjects {
	private readonly objects: (object | null)[] = [null];
	private readonly free: number[] = [];

	add(object: object): number {
		const reused = this.free.pop();
		if (reused === undefined) return this.objects.push(object) - 1;
		this.objects[reused] = object;
		return reused;
	}

	get(rep: number): object {
		const object = this.objects[rep];
		if (!object) throw new Trap(`the host has no object ${rep}`);
		return object;
	}

	take(rep: number): object {
		const object = this.get(rep);
		this.objects[rep] = null;
		this.free.push(rep);
		return object;
	}
}

/** A resource of a guest in the hands of the host: the `object` of its `ResourceValue`. */
export class GuestHandle {
	readonly resource: GuestResource;
	readonly rep: number;
	/** False for a handle that was lent to a host function, and for one that was moved or dropped. */
	owned: boolean;
	/** Whether it can still be used: a lent handle dies when the function returns, an owned one when it is moved or dropped. */
	live = true;
	private readonly destroy: (handle: GuestHandle) => void;

	constructor(resource: GuestResource, rep: number, owned: boolean, destroy: (handle: GuestHandle) => void) {
		this.resource = resource;
		this.rep = rep;
		this.owned = owned;
		this.destroy = destroy;
	}

	/** Runs the destructor; does nothing for handles that are not owned (any more). Throws `ComponentTrap` where the destructor traps. */
	drop(): void {
		if (!this.owned) return;
		this.owned = false;
		this.live = false;
		this.destroy(this);
	}

	[Symbol.dispose](): void {
		this.drop();
	}
}

/** Names resources to people: `basket#3` is the third basket that was seen, by whatever handle. */
export class ResourceLabels {
	private readonly guests = new Map<GuestResource, Map<number, string>>();
	private readonly hosts = new WeakMap<object, string>();
	private readonly counts = new Map<string, number>();
	private readonly onGuest: () => void;

	/** `onGuest` is called before a resource of a guest gets a name: from then on its end must be told to `forget`. */
	constructor(onGuest: () => void) {
		this.onGuest = onGuest;
	}

	of(resource: Resource, rep: number): string {
		if (resource.kind === "host") return this.ofObject(resource, resource.objects.get(rep));
		let known = this.guests.get(resource);
		if (known === undefined) {
			this.onGuest();
			known = new Map();
			this.guests.set(resource, known);
		}
		let label = known.get(rep);
		if (label === undefined) {
			label = this.next(resource.name);
			known.set(rep, label);
		}
		return label;
	}

	ofObject(resource: HostResource, object: object): string {
		let label = this.hosts.get(object);
		if (label === undefined) {
			label = this.next(resource.name);
			this.hosts.set(object, label);
		}
		return label;
	}

	/** The resource is destroyed: its representation may be used again, for another one. */
	forget(resource: Resource, rep: number): void {
		if (resource.kind === "guest") this.guests.get(resource)?.delete(rep);
	}

	private next(name: string): string {
		const count = (this.counts.get(name) ?? 0) + 1;
		this.counts.set(name, count);
		return `${name}#${count}`;
	}
}
