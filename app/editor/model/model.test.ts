import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyDefinition, scenarioDefinitionSchema, type ScenarioDefinition } from "~/domain/scenario/definition";
import { addEntryPoint, changeSettings, deleteEntryPoint } from "./change-entry";
import { changeStepConfig, duplicateStep } from "./change-step";
import { deleteStep, lostBy, needsSurvivor } from "./delete-step";
import { change, isDirty, markSaved, openHistory, redo, seal, undo, type History } from "./history";
import { insertStep } from "./insert-step";
import { computeLayout, createLayouts } from "./layout";
import { canMoveAlone, canMoveTo, joinTo, moveStep } from "./move-step";
import { reachableFrom, stepsById } from "./reach";
import { allSlots, START, targetOf, type Slot } from "./slot";
import { walk } from "./walk";

const mail = (id: string) => ({ id, type: "mail", version: 1, config: {}, branches: ["next"] });
const split = (id: string, branches = ["vip", "else"]) => ({ id, type: "split", version: 1, config: {}, branches });
const after = (stepId: string, branch = "next"): Slot => ({ stepId, branch });

/** wait → first → second */
const line = ["second", "first", "wait"].reduce((definition, id) => insertStep(definition, START, mail(id)), emptyDefinition);

function order(definition: ScenarioDefinition): string[] {
  return [...reachableFrom(stepsById(definition), definition.firstStepId)];
}

function expectWhole(definition: ScenarioDefinition): void {
  scenarioDefinitionSchema.parse(definition);
  const ids = definition.steps.map((step) => step.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(order(definition).sort()).toEqual([...ids].sort());
  for (const step of definition.steps) {
    for (const target of Object.values(step.next)) {
      if (target === null) continue;
      expect(ids).toContain(target);
      expect(reachableFrom(stepsById(definition), target).has(step.id)).toBe(false);
    }
  }
}

describe("steps", () => {
  it("R38 inserts into a slot and keeps what follows", () => {
    expect(order(line)).toEqual(["wait", "first", "second"]);
    expect(order(insertStep(line, after("first"), mail("between")))).toEqual(["wait", "first", "between", "second"]);
  });

  it("R23 leads every branch of a new split on to what stood there", () => {
    const parted = insertStep(line, after("wait"), split("who"));
    expect(stepsById(parted).get("who")?.next).toEqual({ vip: "first", else: "first" });
  });

  it("R39 moves a step alone and keeps its id, with its followers moving up", () => {
    const moved = moveStep(line, "wait", after("second"), "alone");
    expect(order(moved)).toEqual(["first", "second", "wait"]);
    expect(moveStep(line, "wait", after("wait"), "alone")).toBe(line);
  });

  it("R39 moves a step with everything below into a branch, whose followers come after", () => {
    const parted = insertStep(line, START, split("who"));
    const apart = joinTo(parted, after("who", "vip"), null);
    const thanked = insertStep(apart, after("who", "vip"), mail("thanks"));
    const moved = moveStep(thanked, "wait", after("who", "vip"), "with-below");
    expect(stepsById(moved).get("who")?.next).toEqual({ vip: "wait", else: null });
    expect(order(moved)).toEqual(["who", "wait", "first", "second", "thanks"]);
    expect(canMoveTo(thanked, "who", after("second"), "with-below")).toBe(false);
  });

  it("R39 takes along only what is reached through the step alone", () => {
    const parted = insertStep(line, START, split("who"));
    const gift = insertStep(parted, after("who", "vip"), mail("gift"));
    const moved = moveStep(gift, "gift", after("who", "else"), "with-below");
    expect(stepsById(moved).get("who")?.next).toEqual({ vip: "wait", else: "gift" });
    expect(stepsById(moved).get("gift")?.next).toEqual({ next: "wait" });
  });

  it("R39 asks which branch survives a deleted split, and says what goes", () => {
    const parted = joinTo(insertStep(line, START, split("who")), after("who", "vip"), null);
    const thanked = insertStep(parted, after("who", "vip"), mail("thanks"));
    expect(needsSurvivor(line, "first")).toBe(false);
    expect(needsSurvivor(thanked, "who")).toBe(true);
    expect(order(deleteStep(thanked, "who", { branch: "else" }))).toEqual(["wait", "first", "second"]);
    expect(lostBy(thanked, "who", { branch: "else" }).sort()).toEqual(["thanks", "who"]);
    expect(order(deleteStep(thanked, "who", "nothing"))).toEqual([]);
    expect(order(deleteStep(line, "first"))).toEqual(["wait", "second"]);
  });

  it("goes on with a step that is already there, but never in a circle", () => {
    const parted = joinTo(insertStep(line, START, split("who")), after("who", "vip"), null);
    expect(targetOf(joinTo(parted, after("who", "vip"), "second"), after("who", "vip"))).toBe("second");
    expect(joinTo(parted, after("second"), "wait")).toBe(parted);
  });

  it("R23 drops with a branch what stood only on it", () => {
    const parted = joinTo(insertStep(line, START, split("who", ["vip", "new", "else"])), after("who", "vip"), null);
    const thanked = insertStep(parted, after("who", "vip"), mail("thanks"));
    const fewer = changeStepConfig(thanked, "who", { changed: true }, ["new", "late", "else"]);
    expect(order(fewer)).not.toContain("thanks");
    expect(stepsById(fewer).get("who")?.next).toEqual({ new: "wait", late: null, else: "wait" });
  });

  it("duplicates behind the step", () => {
    expect(order(duplicateStep(line, "first", "again"))).toEqual(["wait", "first", "again", "second"]);
  });
});

describe("history", () => {
  const named = (definition: ScenarioDefinition) => ({ name: "Cart", definition });

  it("undoes and redoes exactly, and knows what is unsaved", () => {
    const opened = openHistory(named(emptyDefinition));
    const changed = change(opened, named(line), { key: "added" });
    expect(isDirty(changed)).toBe(true);
    expect(undo(changed).present.draft).toBe(opened.present.draft);
    expect(isDirty(undo(changed))).toBe(false);
    expect(redo(undo(changed)).present.draft).toBe(changed.present.draft);
    expect(isDirty(markSaved(changed, changed.present.draft))).toBe(false);
    expect(isDirty(undo(markSaved(changed, changed.present.draft)))).toBe(true);
  });

  it("takes a word typed as one change, until it is sealed", () => {
    const type = (history: History, name: string) => change(history, { name, definition: line }, { key: "renamed" }, "name");
    const word = type(type(type(openHistory(named(line)), "C"), "Ca"), "Car");
    expect(word.past).toHaveLength(1);
    expect(type(seal(word), "Cart!").past).toHaveLength(2);
    expect(undo(word).present.draft.name).toBe("Cart");
  });
});

describe("layout", () => {
  it("keeps the order of the branches from left to right and overlaps nothing", () => {
    const parted = insertStep(line, after("wait"), split("who", ["a", "b", "c", "d"]));
    const apart = ["a", "b", "c"].reduce((definition, branch) => insertStep(joinTo(definition, after("who", branch), null), after("who", branch), mail(branch)), parted);
    const layout = computeLayout(apart);
    const xs = ["a", "b", "c", "d"].map((branch) => layout.byKey.get(`slot:who/${branch}`)?.x ?? 0);
    expect(xs).toEqual([...xs].sort((one, other) => one - other));
    for (const one of layout.nodes) {
      for (const other of layout.nodes) {
        if (one.key >= other.key) continue;
        const apartX = one.x + one.width <= other.x || other.x + other.width <= one.x;
        const apartY = one.y + one.height <= other.y || other.y + other.height <= one.y;
        expect(apartX || apartY, `${one.key} over ${other.key}`).toBe(true);
      }
    }
  });

  it("overlaps nothing in any scenario, whether its ways meet or not", () => {
    fc.assert(
      fc.property(doings, (sequence) => {
        const { nodes } = computeLayout(sequence.reduce((definition, doing, at) => apply(definition, doing, `s${at}`), emptyDefinition));
        for (const one of nodes) {
          for (const other of nodes) {
            if (one.key >= other.key) continue;
            const apart = one.x + one.width <= other.x || other.x + other.width <= one.x || one.y + one.height <= other.y || other.y + other.height <= one.y;
            expect(apart, `${one.key} over ${other.key}`).toBe(true);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it("is computed once for one shape, whatever is typed", () => {
    const layouts = createLayouts();
    const typed = changeStepConfig(line, "first", { subject: "Hello" }, ["next"]);
    expect(layouts(typed)).toBe(layouts(line));
  });

  it("is walked by arrows", () => {
    const layout = computeLayout(line);
    expect(walk(layout, "start-card", "down")).toBe("slot:start");
    expect(walk(layout, "slot:start", "down")).toBe("step:wait");
    expect(walk(layout, "step:wait", "up")).toBe("slot:start");
    expect(walk(layout, "step:wait", "left")).toBeNull();
  });
});

interface Doing {
  what: number;
  one: number;
  other: number;
  size: number;
}

const doings = fc.array(
  fc.record({ what: fc.nat(8), one: fc.nat(1000), other: fc.nat(1000), size: fc.integer({ min: 1, max: 4 }) }),
  { maxLength: 40 },
);

function apply(definition: ScenarioDefinition, doing: Doing, id: string): ScenarioDefinition {
  const slots = allSlots(definition);
  const slot = slots[doing.one % slots.length] ?? START;
  const step = definition.steps[doing.other % Math.max(1, definition.steps.length)];
  const branches = ["a", "b", "c", "d"].slice(0, doing.size);
  if (doing.what <= 2 || !step) return insertStep(definition, slot, { ...mail(id), branches: doing.what === 0 ? ["next"] : branches });
  switch (doing.what) {
    case 3:
      return moveStep(definition, step.id, slot, canMoveAlone(step) ? "alone" : "with-below");
    case 4:
      return moveStep(definition, step.id, slot, "with-below");
    case 5:
      return deleteStep(definition, step.id, doing.size === 1 ? "nothing" : { branch: Object.keys(step.next)[doing.size % Object.keys(step.next).length] ?? "" });
    case 6:
      return changeStepConfig(definition, step.id, { size: doing.size }, branches);
    case 7:
      return duplicateStep(definition, step.id, id);
    default:
      return joinTo(definition, slot, doing.size === 1 ? null : step.id);
  }
}

describe("any sequence of changes", () => {
  it("keeps a graph without circles, dangling branches or lost steps, and undo restores exactly", () => {
    fc.assert(
      fc.property(doings, (sequence) => {
        let history = openHistory({ name: "x", definition: emptyDefinition });
        const seen = [history.present.draft.definition];
        sequence.forEach((doing, at) => {
          const definition = apply(history.present.draft.definition, doing, `s${at}`);
          expectWhole(definition);
          const changed = change(history, { name: "x", definition }, { key: "changed" });
          if (changed !== history) seen.push(definition);
          history = changed;
        });
        for (const definition of seen.reverse()) {
          expect(history.present.draft.definition).toEqual(definition);
          history = undo(history);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("a move loses no step", () => {
    fc.assert(
      fc.property(doings, fc.nat(1000), fc.nat(1000), fc.boolean(), (sequence, one, other, below) => {
        const built = sequence.reduce((definition, doing, at) => apply(definition, doing, `s${at}`), emptyDefinition);
        const step = built.steps[one % Math.max(1, built.steps.length)];
        const slots = allSlots(built);
        const slot = slots[other % slots.length];
        if (!step || !slot) return;
        const moved = moveStep(built, step.id, slot, below ? "with-below" : "alone");
        expect(moved.steps.map((each) => each.id)).toContain(step.id);
        expect(moved.steps).toHaveLength(built.steps.length);
      }),
    );
  });

  it("settings and entry points change apart from the graph", () => {
    const entered = addEntryPoint(line, { id: "cart", type: "x", version: 1, config: {} });
    expect(deleteEntryPoint(entered, "cart").entryPoints).toEqual([]);
    expect(changeSettings(entered, { ...line.settings, exits: { onOrder: false, onPage: [] } }).steps).toBe(entered.steps);
  });
});
