/** @module Interface witness:engine/wat **/
export function parse(text: string): Uint8Array;
export function print(binary: Uint8Array): string;
export type Fault = import('./witness-engine-faults.js').Fault;
