/** @module Interface witness:engine/faults **/
export interface Label {
  path?: string,
  start: number,
  end: number,
  text?: string,
}
export interface Fault {
  message: string,
  help?: string,
  labels: Array<Label>,
  causes: Array<string>,
}
