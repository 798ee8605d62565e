/** @module Interface witness:engine/translate **/
export function translate(component: Uint8Array, concurrency: boolean): Translation;
export type Fault = import('./witness-engine-faults.js').Fault;
export interface Translation {
  plan: string,
  modules: Array<Uint8Array>,
  names: string,
}
