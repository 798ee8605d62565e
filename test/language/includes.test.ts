/** What an included world and the including one may not both have. */
import { expect, it } from "vitest";
import { diagnoseFixture } from "./diagnose.ts";

function check(fixture: string): void {
	const { found, expected } = diagnoseFixture(fixture);
	expect(found).toBe(expected);
}

it("a rename to a name that the included world has itself is reported", () =>
	check(`package a:b;

world base {
  import log: func();
  import say: func();
}

world app {
  include base with { log as say }
//        ^^^^ error: \`base\` has an import \`say\`, and so has this world. Rename one: \`include base with { say as … }\`.
}

world swapped {
  include base with { log as say, say as log }
}
`));

it("gates of an interface that another one needs may not contradict what the including world says", () =>
	check(`package a:b@1.0.0;

interface types { type id = u32; }
interface user { use types.{id}; }

world base {
  @unstable(feature = active)
  import user;
}

world app {
  @since(version = 1.0.0)
  import types;
  include base;
//        ^^^^ error: This world and \`base\` both have \`types\`, one of them because another interface needs it, with gates that contradict each other. Give what needs it the same gates.
}

world fine {
  import types;
  include base;
}
`));
