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
//        ^^^^ error: \`base\` has \`types\`, because another interface needs it, with gates that contradict those in this world. Give what needs it the same gates.
}

world partly {
  import types;
//       ^^^^^ error: The gates of \`types\` here and in the world that includes \`partly\` contradict each other. Give them the same gates.
  include base;
}

world again {
  include partly;
  @since(version = 1.0.0)
  import types;
}

world fine {
  import types;
  include base;
}
`));
