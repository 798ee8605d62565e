/** A package as a `.wac` document names it: `ns:name`, with a version where it has one. */
export interface PackageReference {
	readonly name: string;
	readonly version?: string;
}

/** `ns:name@1.2.3`, as it stands in a document. */
export function showReference({ name, version }: PackageReference): string {
	return version === undefined ? name : `${name}@${version}`;
}
