/** @module Interface witness:engine/merge **/
export function merge(modules: Array<Uint8Array>, instances: Array<Instance>, needed: Array<Needed>): Merged;
export type Fault = import('./witness-engine-faults.js').Fault;
export interface Source {
  instance?: number,
  name: string,
}
export interface Instance {
  module: number,
  imports: Array<Source>,
}
export interface Needed {
  instance: number,
  name: string,
}
export interface Merged {
  module: Uint8Array,
  functions: Uint32Array,
  code: number,
  places: Uint8Array,
}
