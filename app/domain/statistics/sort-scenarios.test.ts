import { describe, expect, it } from "vitest";
import { figuresOf } from "./figures";
import { knownSort, sortScenarios, type Sortable } from "./sort-scenarios";

const item = (name: string, status: Sortable["status"], updatedAt: number, sent: number): Sortable => ({ name, status, updatedAt, figures: { ...figuresOf({}), sent } });
const items = [item("cart 10", "draft", 3, 5), item("Cart 2", "active", 1, 9), item("birthday", "stopped", 2, 5)];
const names = (by: Parameters<typeof sortScenarios>[1]) => sortScenarios(items, by).map(({ name }) => name);

describe("the order of the list", () => {
  it("R3 is the last changed first, or by name, status or a figure", () => {
    expect(names("updated")).toEqual(["cart 10", "birthday", "Cart 2"]);
    expect(names("name")).toEqual(["birthday", "Cart 2", "cart 10"]);
    expect(names("status")).toEqual(["Cart 2", "cart 10", "birthday"]);
    expect(names("sent")).toEqual(["Cart 2", "cart 10", "birthday"]);
  });

  it("R3 an order that nobody knows is the usual one", () => {
    expect(knownSort("price")).toBe("updated");
    expect(knownSort("revenue")).toBe("revenue");
  });
});
