/** The differential checks of WIT against the reference parser, encoder and printer. */
import fc from "fast-check";
import { elaboratedDifference, worldsOf } from "../../conformance/elaborated.ts";
import { createReference, features, modelOf, type WitCase } from "../../conformance/reference.ts";
import { defineCheck, type SoakCheck } from "../check.ts";
import { printWit, smallerWit } from "../smaller.ts";
import { agreement } from "./agreement.ts";
import { documentOf } from "./documents.ts";
import { mutations, sharedCases } from "./mutations.ts";
import { packages } from "./packages.ts";

/** Packages that use the whole language. */
export function documentsCheck(): SoakCheck {
	return witCheck("documents", "documents of the whole language", fc.noShrink(fc.nat(0x7fffffff)).map(documentOf));
}

/** Packages that are tied together in many ways. */
export function packagesCheck(): SoakCheck {
	return witCheck("packages", "packages that use and include each other", packages);
}

/** Texts of the suite and the corpus with words changed; null where those are absent. */
export function mutationsCheck(): SoakCheck | null {
	const cases = sharedCases();
	return cases === null ? null : witCheck("mutations", "changed texts of the suite and the corpus", mutations(cases));
}

/** Worlds of generated packages with all that they import and export. */
export function worldsCheck(): SoakCheck {
	const reference = createReference();
	return defineCheck({
		name: "worlds",
		title: "elaborated worlds beside the encoder's",
		turn: 300,
		cases: fc.oneof(packages, fc.noShrink(fc.nat(0x7fffffff)).map(documentOf)),
		compare(found, tally) {
			const encoded = reference.encodeWit(found.files, found.dependencies, features);
			const worlds = worldsOf(modelOf(found)).length;
			if (!encoded.ok || worlds === 0 || !reference.componentWit(encoded.value).ok) return null;
			tally.count("worlds", worlds);
			return elaboratedDifference(reference, found);
		},
		print: printWit,
		shrink: (found, fails) => smallerWit(found, fails),
	});
}

function witCheck(name: string, title: string, cases: fc.Arbitrary<WitCase>): SoakCheck {
	const reference = createReference();
	return defineCheck({
		name,
		title,
		turn: 60,
		cases,
		compare: (found, tally) => agreement(reference, found, tally),
		print: printWit,
		shrink: (found, fails) => smallerWit(found, fails),
	});
}
