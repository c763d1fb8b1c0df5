import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JUDGING_WINDOW, judgeInteractions, type Observation } from "./judge-interactions";

const T0 = Date.UTC(2026, 10, 21, 12);
let counted = 0;
const seen = (client: string, at: number, linkIndex: number | null, more: Partial<Observation> = {}): Observation =>
  ({ id: `o${(counted += 1)}`, kind: linkIndex === null ? "open" : "click", at: T0 + at, linkIndex, client, sign: null, ...more });
const verdictsOf = (observations: Observation[], at: number, links = 6, atOnce = false) => {
  const verdicts = judgeInteractions(observations, links, T0 + at, atOnce);
  return observations.map(({ id }) => verdicts.get(id)?.judged);
};

describe("judging what was seen of a message", () => {
  it("R32 a single click waits for its window, then is hers", () => {
    const click = seen("ola", 0, 2);
    expect(verdictsOf([click], JUDGING_WINDOW - 1)).toEqual(["pending"]);
    expect(verdictsOf([click], JUDGING_WINDOW)).toEqual(["human"]);
    expect(verdictsOf([click], 5, 6, true)).toEqual(["human"]);
  });

  it("R32 three links at once are a machine's, with the pixel it fetched, and her click after it stays hers", () => {
    const burst = [seen("gate", 0, null), seen("gate", 800, 2), seen("gate", 900, 3), seen("gate", 9_000, 4)];
    const hers = seen("ola", 9_500, 2);
    expect(verdictsOf([...burst, hers], 10_000)).toEqual(["machine", "machine", "machine", "machine", "pending"]);
    expect(verdictsOf([...burst, hers], 9_500 + JUDGING_WINDOW)).toEqual(["machine", "machine", "machine", "machine", "human"]);
  });

  it("R32 two links are a person's where there are more, a machine's where there are no others", () => {
    const two = [seen("x", 0, 2), seen("x", 4_000, 3)];
    expect(verdictsOf(two, 60_000, 6)).toEqual(["human", "human"]);
    expect(verdictsOf(two, 60_000, 2)).toEqual(["machine", "machine"]);
    expect(verdictsOf([seen("x", 0, 2)], 60_000, 1)).toEqual(["human"]);
  });

  it("R32 whoever follows the hidden link is a machine, in all it did around it", () => {
    expect(verdictsOf([seen("gate", 0, 2), seen("gate", 20_000, 1, { sign: "trap" }), seen("gate", 90_000, 3)], 200_000)).toEqual(["machine", "machine", "human"]);
  });

  it("R32 known agents and HEAD requests are machines, a confirmed click is hers at once", () => {
    expect(verdictsOf([seen("bot", 0, 2, { sign: "known-agent" }), seen("head", 0, 2, { sign: "head" }), seen("head", 300, 2), seen("ola", 1, 2, { sign: "confirmed" })], 2)).toEqual(["machine", "machine", "machine", "human"]);
  });

  const observation = fc.record({
    client: fc.constantFrom("a", "b"),
    at: fc.integer({ min: 0, max: 120_000 }),
    linkIndex: fc.option(fc.integer({ min: 0, max: 5 })),
    sign: fc.constantFrom<Observation["sign"][]>(null, null, null, "trap", "head", "known-agent", "confirmed"),
  });
  const history = fc.array(observation, { maxLength: 14 }).map((list) => list.map((one, at): Observation => ({ ...one, id: String(at), kind: one.linkIndex === null ? "open" : "click", at: T0 + one.at })));

  it("R32 a verdict given when the window has passed is never changed by what comes later", () => {
    fc.assert(fc.property(history, fc.integer({ min: 0, max: 160_000 }), (observations, now) => {
      const known = observations.filter(({ at }) => at <= T0 + now);
      const then = judgeInteractions(known, 6, T0 + now);
      const later = judgeInteractions(observations, 6, T0 + 1_000_000);
      for (const [id, verdict] of then) if (verdict.judged !== "pending") expect(later.get(id)?.judged).toBe(verdict.judged);
    }));
  });

  it("R32 one client's deeds never turn another's into a machine's, and nothing stays pending for ever", () => {
    fc.assert(fc.property(history, (observations) => {
      const alone = judgeInteractions(observations.filter(({ client }) => client === "a"), 6, T0 + 1_000_000);
      const together = judgeInteractions(observations, 6, T0 + 1_000_000);
      for (const [id, verdict] of alone) expect(together.get(id)).toEqual(verdict);
      expect([...together.values()].every(({ judged }) => judged !== "pending")).toBe(true);
    }));
  });
});
