/** @module Interface witness:engine/wac **/
export function packages(source: string): Array<Reference>;
export function compose(source: string, dependencies: Array<Dependency>): Uint8Array;
export function plug(socket: Uint8Array, plugs: Array<Part>): Uint8Array;
export type Fault = import('./witness-engine-faults.js').Fault;
export interface Reference {
  name: string,
  version?: string,
  start: number,
  end: number,
}
export interface Dependency {
  name: string,
  version?: string,
  bytes: Uint8Array,
}
export interface Part {
  name: string,
  bytes: Uint8Array,
}
