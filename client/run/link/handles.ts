import {
	type HandleType,
	type LowerResources,
	type ResourceValue,
	Trap,
	TypeMismatch,
	trapIf,
	type Value,
} from "../../../server/wit/index.ts";
import type { Entry } from "./entry.ts";
import type { ResourceTable } from "./plan.ts";
import { GuestHandle, type Resource, type ResourceLabels } from "./resources.ts";
import { HOST, type Scopes } from "./scopes.ts";
import { type HandleEntry, HandleTable } from "./tables.ts";
import { at } from "./types.ts";

/** A handle that an adapter passed on: what it became in the callee's table. */
export interface Transfer {
	readonly lowered: number;
	readonly resource: Resource;
	readonly rep: number;
}

/** What the handles of a composition need from it. */
export interface HandleSetting {
	readonly resources: readonly Resource[];
	readonly resourceTables: readonly ResourceTable[];
	readonly componentInstances: number;
	readonly scopes: Scopes;
	readonly entry: Entry;
	readonly labels: ResourceLabels;
	/** The global that is 0 while a synchronous task runs. */
	readonly mayBlock: WebAssembly.Global;
}

/** The handles of a composition: they move between the tables of instances and the host. Canonical ABI, "Resource State" and `canon resource.*`. */
export class Handles implements LowerResources {
	readonly tables: readonly HandleTable[];
	/** Set to gather what adapters pass on, for those who look at the arguments of a call. */
	transfers: Transfer[] | null = null;
	/** Handles of guests that were lent to the host function that runs. */
	private lentToHost: GuestHandle[] = [];
	/** Host objects that are lent to the export that runs. */
	private lentByHost: (() => void)[] = [];
	private readonly setting: HandleSetting;

	constructor(setting: HandleSetting) {
		this.setting = setting;
		this.tables = Array.from({ length: setting.componentInstances }, () => new HandleTable());
	}

	/** `resource.new`. */
	create(table: number, rep: number): number {
		return this.addOwn(table, rep);
	}

	/** `resource.rep`. */
	representation(table: number, index: number): number {
		return this.tableOf(table).get(index, this.resourceOf(table)).rep;
	}

	/** `resource.drop`, by the component instance `dropper`. */
	drop(dropper: number, table: number, index: number): void {
		const entry = this.tableOf(table).remove(index, this.resourceOf(table));
		if (entry.own) this.destroy(entry.resource, entry.rep, dropper);
		else this.setting.scopes.borrowed(entry.scope, -1);
	}

	transferOwn(index: number, from: number, to: number): number {
		const rep = this.takeOwn(from, index);
		return this.passed(to, rep, this.addOwn(to, rep));
	}

	transferBorrow(index: number, from: number, to: number): number {
		const rep = this.lendBorrow(from, index);
		return this.passed(to, rep, this.addBorrow(to, rep));
	}

	liftOwn(type: HandleType, index: number): Value {
		const table = tableIndex(type);
		return this.toHost(this.resourceOf(table), this.takeOwn(table, index), true);
	}

	liftBorrow(type: HandleType, index: number): Value {
		const table = tableIndex(type);
		return this.toHost(this.resourceOf(table), this.lendBorrow(table, index), false);
	}

	lowerOwn(type: HandleType, value: ResourceValue): number {
		return this.addOwn(tableIndex(type), this.fromHost(type, value, true));
	}

	lowerBorrow(type: HandleType, value: ResourceValue): number {
		return this.addBorrow(tableIndex(type), this.fromHost(type, value, false));
	}

	/** Runs a host function; the handles that were lifted for it as borrows die when it returns. */
	duringHostCall<T>(body: () => T): T {
		const outer = this.lentToHost;
		this.lentToHost = [];
		try {
			return body();
		} finally {
			for (const handle of this.lentToHost) handle.live = false;
			this.lentToHost = outer;
		}
	}

	/** Ends what the host lent to an export that has returned. */
	endHostLends(): void {
		if (this.lentByHost.length === 0) return;
		for (const end of this.lentByHost) end();
		this.lentByHost = [];
	}

	/** Runs the destructor: as a call between components where `dropper` is another instance than the implementer. */
	destroy(resource: Resource, rep: number, dropper: number): void {
		const { scopes, mayBlock, labels } = this.setting;
		labels.forget(resource, rep);
		if (resource.kind === "host") {
			resource.drop(resource.objects.take(rep));
			return;
		}
		const { destructor, implementer } = resource;
		if (destructor === null) return;
		if (dropper === implementer) {
			destructor(rep);
			return;
		}
		const saved: unknown = mayBlock.value;
		mayBlock.value = 0;
		scopes.enter(dropper, 0, implementer);
		destructor(rep);
		scopes.exit();
		mayBlock.value = saved;
	}

	private takeOwn(table: number, index: number): number {
		const handles = this.tableOf(table);
		const resource = this.resourceOf(table);
		trapIf(!handles.get(index, resource).own, "cannot lift own resource from a borrow");
		return handles.remove(index, resource).rep;
	}

	private lendBorrow(table: number, index: number): number {
		const entry = this.tableOf(table).get(index, this.resourceOf(table));
		if (entry.own) this.setting.scopes.lend(entry);
		return entry.rep;
	}

	private addOwn(table: number, rep: number): number {
		return this.tableOf(table).add({ resource: this.resourceOf(table), rep, own: true, lends: 0, scope: 0 });
	}

	private addBorrow(table: number, rep: number): number {
		const resource = this.resourceOf(table);
		if (resource.kind === "guest" && resource.implementer === this.concrete(table).instance) return rep;
		const { scopes } = this.setting;
		const scope = scopes.depth();
		const entry: HandleEntry = { resource, rep, own: false, lends: 0, scope };
		scopes.borrowed(scope, 1);
		return this.tableOf(table).add(entry);
	}

	private passed(table: number, rep: number, lowered: number): number {
		this.transfers?.push({ lowered, resource: this.resourceOf(table), rep });
		return lowered;
	}

	private toHost(resource: Resource, rep: number, owned: boolean): ResourceValue {
		const { labels, entry } = this.setting;
		const label = labels.of(resource, rep);
		if (resource.kind === "host") return { label, object: owned ? resource.objects.take(rep) : resource.objects.get(rep) };
		const handle = new GuestHandle(resource, rep, owned, () => entry.run(() => this.destroy(resource, rep, HOST)));
		if (!owned) this.lentToHost.push(handle);
		return { label, object: handle };
	}

	private fromHost(type: HandleType, value: ResourceValue, own: boolean): number {
		const resource = this.resourceOf(tableIndex(type));
		const { object } = value;
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

	private tableOf(table: number): HandleTable {
		return at(this.tables, this.concrete(table).instance, "component instance");
	}
}

function tableIndex(type: HandleType): number {
	if (type.id === undefined) throw new Error(`the handle type of ${type.resource} has no resource table`);
	return type.id;
}
