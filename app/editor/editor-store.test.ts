import { describe, expect, it } from "vitest";
import { cartSeries } from "../../tests/factories/engine-world";
import { checkDefinition } from "~/domain/scenario/check-definition";
import { entryPointTypes } from "~/entry-points/registry";
import { stepTypes } from "~/steps/registry";
import { EditorStore } from "./editor-store";
import { stepNodeKey } from "./model/layout";

function open(): EditorStore {
  let ids = 0;
  return new EditorStore({ name: "Cart", definition: cartSeries() }, {
    newId: () => `new-${(ids += 1)}`,
    check: (definition) => checkDefinition(definition, { steps: stepTypes, entryPoints: entryPointTypes }),
    later: (work) => work(),
  });
}

const unfinished = { severity: "error", path: "wait", stepId: "wait", key: "field-unfinished", values: { label: "Length" } } as const;
const errors = (store: EditorStore) => store.get().problems.filter(({ severity }) => severity === "error");

describe("a field that holds something half typed", () => {
  it("R40 is a problem of its step, until it is mended", () => {
    const store = open();
    store.setUnfinished("field", unfinished);
    expect(errors(store)).toEqual([unfinished]);
    store.setUnfinished("field", null);
    expect(errors(store)).toEqual([]);
  });

  it("R40 stays a problem while others are changed, and is gone when its panel is opened again", () => {
    const store = open();
    store.setUnfinished("field", unfinished);
    store.changeStep("wait", { mode: "for", amount: 2, unit: "days" }, "amount");
    store.forgetUnfinished("second");
    expect(errors(store)).toEqual([unfinished]);
    store.forgetUnfinished("wait");
    expect(errors(store)).toEqual([]);
  });

  it("R40 goes with its step", () => {
    const store = open();
    store.setUnfinished("field", unfinished);
    store.requestDelete("wait");
    expect(errors(store)).toEqual([]);
    expect(store.get().unfinished.size).toBe(0);
  });
});

it("R34 shows what the server found, until the draft is another", () => {
  const store = open();
  const own = store.get().problems;
  const found = [{ severity: "warning" as const, path: "entryPoints[0].config", key: "entryPoints:priceDrop.problem.no-products" }];
  store.showFound(found);
  expect(store.get().problems).toEqual(found);
  store.changeStep("wait", { mode: "for", amount: 2, unit: "days" }, "amount");
  expect(store.get().problems).toEqual(own);
});

describe("the keys of the canvas", () => {
  it("mean the node that has the keyboard, without moving it there", () => {
    const store = open();
    store.focused(stepNodeKey("second"));
    expect(store.get().focusKey).toBe(stepNodeKey("second"));
    expect(store.get().focusRequests).toBe(0);
  });
});
