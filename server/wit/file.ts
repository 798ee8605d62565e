/** A WIT text and where it comes from. The path is for messages and for telling texts apart; nothing reads from it. */
export interface WitFile {
	readonly path: string;
	readonly text: string;
}
