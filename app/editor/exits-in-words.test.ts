import type { TFunction } from "i18next";
import { describe, expect, it } from "vitest";
import { exitsInWords } from "./exits-in-words";

const t = ((key: string, values: Record<string, string> = {}) => [key.replace("overview.", ""), ...Object.values(values)].join(" ")) as unknown as TFunction<"editor">;
const consents = [{ key: "newsletter", name: "Newsletter" }];
const whileIn = { match: "all" as const, groups: [{ match: "all" as const, conditions: [{ fact: "tag" as const, operator: "has" as const, tag: "vip" }] }] };
const page = { match: "exact" as const, path: "/pages/goodbye" };

describe("what the overview says of leaving early", () => {
  it("R8 names every exit that is set, in the order of the settings", () => {
    const exits = { onOrder: false, onProductBought: true, onConsentWithdrawn: ["newsletter", "gone"], whileIn, onTag: ["bought", ""], onPage: [page] };
    expect(exitsInWords(exits, t, consents)).toEqual([
      "onProductBought", "onConsentWithdrawn Newsletter", "onConsentWithdrawn gone", "whileIn", "onTag bought", "onPage /pages/goodbye",
    ]);
  });

  it("R8 leaves out the product where any order is an exit, as the settings do", () => {
    expect(exitsInWords({ onOrder: true, onProductBought: true, onPage: [] }, t, consents)).toEqual(["onOrder"]);
  });
});
