/** @module Interface witness:engine/wit **/
export function check(files: Array<File>, dependencies: Array<Array<File>>, features: Array<string>): Summary;
export function encode(files: Array<File>, dependencies: Array<Array<File>>, features: Array<string>): Uint8Array;
export function print(binary: Uint8Array): string;
export type Fault = import('./witness-engine-faults.js').Fault;
export interface File {
  path: string,
  text: string,
}
export interface Summary {
  name: string,
  interfaces: Array<string>,
  worlds: Array<string>,
}
