/** @module Interface witness:engine/panics **/
export function say(letter: string): void;
