import {
	type HandleType,
	type LowerResources,
	type ResourceValue,
	Trap,
	TypeMismatch,
	type Value,
} from "../../../server/wit/index.ts";
import type { Entry } from "./entry.ts";
import { HOST } from "./host.ts";
import type { Intrinsics } from "./intrinsics.ts";
import type { ResourceTable } from "./plan.ts";
import { GuestHandle, type GuestResource, type Resource, type ResourceLabels } from "./resources.ts";
import { at } from "./types.ts";

/** What a handle stands for. */
export interface Represented {
	readonly resource: Resource;
	readonly rep: number;
}

/** A handle that an adapter has lent: to which instance, and what it was given as. */
interface Lending extends Represented {
	readonly to: number;
	readonly lowered: number;
}

/** So many of the last lendings are kept at least, twice as many at most: it is enough for the arguments of one call. */
const LENDINGS = 10_000;

/** What the handles of a composition need from it. */
export interface HandleSetting {
	readonly resources: readonly Resource[];
	readonly resourceTables: readonly ResourceTable[];
	readonly intrinsics: Intrinsics;
	readonly entry: Entry;
	readonly labels: ResourceLabels;
}

/** The handles of a composition where they meet the host: between instances they move without JavaScript. Canonical ABI, "Resource State". */
export class Handles implements LowerResources {
	/** What adapters lent last, for those who look at the arguments of a call. */
	private lendings: Lending[] = [];
	/** Handles of guests that were lent to the host function that runs. */
	private readonly lentToHost: GuestHandle[] = [];
	/** Host objects that are lent to the export that runs. */
	private lentByHost: (() => void)[] = [];
	private readonly setting: HandleSetting;

	constructor(setting: HandleSetting) {
		this.setting = setting;
	}

	/** An adapter lent a handle, which the instance of `table` knows as `lowered` now. */
	lent(table: number, rep: number, lowered: number): void {
		this.lendings.push({ resource: this.resourceOf(table), rep, to: this.concrete(table).instance, lowered: lowered >>> 0 });
		if (this.lendings.length > 2 * LENDINGS) this.lendings = this.lendings.slice(-LENDINGS);
	}

	/**
	 * What an instance that is being called got lent as `lowered`. The last lending tells, as the adapter has just made it; where it has
	 * lent two resources with equal representations, the one that is called `name`.
	 */
	lentTo(instance: number, lowered: number, name: string): Represented | null {
		const fits = (each: Lending): boolean => each.to === instance && each.lowered === lowered >>> 0;
		return this.lendings.findLast((each) => fits(each) && each.resource.name === name) ?? this.lendings.findLast(fits) ?? null;
	}

	/** A guest dropped the last handle of an object of the host. */
	dropObject(index: number, rep: number): void {
		const resource = at(this.setting.resources, index, "resource");
		if (resource.kind === "host") resource.drop(resource.objects.take(rep));
	}

	/** A resource of a guest is destroyed. */
	forget(index: number, rep: number): void {
		this.setting.labels.forget(at(this.setting.resources, index, "resource"), rep);
	}

	/** The resource and representation behind an index in an instance's table, for those who only look. */
	peek(instance: number, index: number): Represented | null {
		const found = this.setting.intrinsics.peek(instance, index);
		return found === null ? null : { resource: at(this.setting.resources, found.resource, "resource"), rep: found.rep };
	}

	liftOwn(type: HandleType, index: number): Value {
		const table = tableIndex(type);
		return this.toHost(this.resourceOf(table), this.setting.intrinsics.takeOwn(table, index), true);
	}

	liftBorrow(type: HandleType, index: number): Value {
		const table = tableIndex(type);
		return this.toHost(this.resourceOf(table), this.setting.intrinsics.lendBorrow(table, index), false);
	}

	lowerOwn(type: HandleType, value: ResourceValue): number {
		return this.setting.intrinsics.addOwn(tableIndex(type), this.representation(type, value.object, value, true));
	}

	lowerBorrow(type: HandleType, value: ResourceValue): number {
		return this.setting.intrinsics.addBorrow(tableIndex(type), this.representation(type, value.object, value, false));
	}

	/** The same four for hosts that take and give the objects themselves: they have no labels. */
	liftOwnObject(type: HandleType, index: number): object {
		const table = tableIndex(type);
		return this.objectOf(this.resourceOf(table), this.setting.intrinsics.takeOwn(table, index), true);
	}

	liftBorrowObject(type: HandleType, index: number): object {
		const table = tableIndex(type);
		return this.objectOf(this.resourceOf(table), this.setting.intrinsics.lendBorrow(table, index), false);
	}

	lowerOwnObject(type: HandleType, object: object): number {
		return this.setting.intrinsics.addOwn(tableIndex(type), this.representation(type, object, object, true));
	}

	lowerBorrowObject(type: HandleType, object: object): number {
		return this.setting.intrinsics.addBorrow(tableIndex(type), this.representation(type, object, object, false));
	}

	/** Before the arguments of a host function are lifted; answers what `endHostCall` is to be given. */
	beginHostCall(): number {
		return this.lentToHost.length;
	}

	/** The handles that were lifted for the host function as borrows die when it returns. */
	endHostCall(outer: number): void {
		const { lentToHost } = this;
		if (lentToHost.length === outer) return;
		for (let index = outer; index < lentToHost.length; index++) {
			const handle = lentToHost[index];
			if (handle !== undefined) handle.live = false;
		}
		lentToHost.length = outer;
	}

	/** Ends what the host lent to an export that has returned. */
	endHostLends(): void {
		if (this.lentByHost.length === 0) return;
		for (const end of this.lentByHost) end();
		this.lentByHost = [];
	}

	/** Runs the destructor of a resource that the host drops. */
	private destroy(resource: GuestResource, rep: number): void {
		const { intrinsics, labels } = this.setting;
		const { destructor, implementer } = resource;
		labels.forget(resource, rep);
		if (destructor === null) return;
		intrinsics.global("may-block").value = 0;
		intrinsics.enter(HOST, 0, implementer);
		destructor(rep);
		intrinsics.exit();
	}

	private toHost(resource: Resource, rep: number, owned: boolean): ResourceValue {
		const label = this.setting.labels.of(resource, rep);
		return { label, object: this.objectOf(resource, rep, owned) };
	}

	/** What the host gets for a handle: its own object, or a handle of the guest's resource. */
	private objectOf(resource: Resource, rep: number, owned: boolean): object {
		if (resource.kind === "host") return owned ? resource.objects.take(rep) : resource.objects.get(rep);
		const { entry } = this.setting;
		const handle = new GuestHandle(resource, rep, owned, () => entry.run(() => this.destroy(resource, rep)));
		if (!owned) this.lentToHost.push(handle);
		return handle;
	}

	/** The representation of an object that the host gives as a handle; `value` is what it is in, for people. */
	private representation(type: HandleType, object: object, value: unknown, own: boolean): number {
		const resource = this.resourceOf(tableIndex(type));
		if (resource.kind === "host") {
			const rep = resource.objects.add(object);
			if (!own) this.lentByHost.push(() => resource.objects.take(rep));
			return rep;
		}
		if (!(object instanceof GuestHandle) || object.resource !== resource || !object.live || (own && !object.owned)) {
			throw new TypeMismatch(type, value, `a live handle of ${type.resource}`);
		}
		if (own) {
			object.owned = false;
			object.live = false;
		}
		return object.rep;
	}

	private concrete(table: number): { readonly resource: number; readonly instance: number } {
		const concrete = this.setting.resourceTables[table];
		if (!concrete) throw new Trap(`the link plan has no resource table ${table}`);
		return concrete;
	}

	private resourceOf(table: number): Resource {
		return at(this.setting.resources, this.concrete(table).resource, "resource");
	}
}

function tableIndex(type: HandleType): number {
	if (type.id === undefined) throw new Error(`the handle type of ${type.resource} has no resource table`);
	return type.id;
}
