import fc from "fast-check";
import { describe, it } from "vitest";
import { reentrySchema } from "~/domain/scenario/definition";
import { T0 } from "../../factories/engine-world";
import { commands, PEOPLE } from "./commands";
import { openModelledWorld } from "./modelled-world";
import { ScenarioModel } from "./scenario-model";

const HOURS = 5;
const policy = fc.record({
  whileInside: fc.constantFrom(...reentrySchema.shape.whileInside.options),
  afterEnd: fc.constantFrom(...reentrySchema.shape.afterEnd.options),
  minIntervalHours: fc.constantFrom(1, 24),
});

describe("the engine and a simple model of it", () => {
  it("R2 R5 R6 R7 R8 R9 R31 R38 agree after every command: enter, wait, visit, view, order, unsubscribe, edit live, stop, start", { timeout: 300_000 }, async () => {
    await fc.assert(fc.asyncProperty(policy, commands, async (reentry, drawn) => {
      const modelled = await openModelledWorld(PEOPLE, reentry, HOURS);
      try {
        await fc.asyncModelRun(() => ({ model: new ScenarioModel(T0, reentry, HOURS), real: modelled }), drawn);
      } finally {
        await modelled.world.close();
      }
    }), { numRuns: 60, interruptAfterTimeLimit: 40_000 });
  });
});
