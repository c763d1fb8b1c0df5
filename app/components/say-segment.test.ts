import { describe, expect, it } from "vitest";
import type { Condition, Segment } from "~/domain/segment/condition";
import type { EditorOptions } from "~/editor/editor-options";
import { createI18n } from "~/locales/i18n";
import type { StepText } from "~/steps/step-face";
import { sayCondition, saySegment } from "./say-segment";

const options: EditorOptions = {
  currency: "EUR", timeZone: "Europe/Warsaw", consents: [{ key: "newsletter", name: "Newsletter", channels: ["email"] }], tags: [], traits: [{ id: "t", key: "size", name: "Size", type: "choice", options: ["S"] }],
  segments: [{ id: "s1", name: "VIP" }], shopifyNames: { 11: "Subscribers" }, scenarios: [{ id: "c1", name: "Welcome" }], staffEmails: [], discountPools: [], mayMakeDiscounts: false, senderVerified: true, smsSegmentMicros: null,
  channels: { sms: null, push: false } as unknown as EditorOptions["channels"],
};
const saying = { t: createI18n("en").t as unknown as StepText, options, language: "en" };
const inLast = (days: number) => ({ is: "in-last", days }) as const;

describe("a segment in words", () => {
  it.each<[Condition, string]>([
    [{ fact: "orders", operator: "at-least", count: 2, period: inLast(90) }, "ordered at least twice in the last 90 days"],
    [{ fact: "orders", operator: "equals", count: 0, period: { is: "ever" } }, "never ordered"],
    [{ fact: "orders", operator: "at-most", count: 0, period: inLast(1), of: { by: "vendor", vendor: "Acme" } }, "never ordered something by “Acme” in the last day"],
    [{ fact: "orders-sum", operator: "at-least", amountMinor: 10_000, period: { is: "longer-ago", days: 30 } }, "ordered for at least €100.00 more than 30 days ago"],
    [{ fact: "order-date", which: "first", date: { is: "after", date: "2026-03-01" } }, "ordered for the first time after Mar 1, 2026"],
    [{ fact: "event", type: "product_viewed", operator: "at-least", count: 3, period: inLast(7), filters: [{ property: "price", operator: "at-least", value: 5_000 }] }, "viewed a product at least 3 times in the last 7 days where price is at least €50.00"],
    [{ fact: "custom-event", event: "quiz", operator: "at-least", count: 1, period: { is: "ever" }, filters: [{ property: "liked", as: "list", operator: "any-of", value: ["red", "blue"] }, { property: "seen", as: "list", operator: "is-empty" }] }, "did “quiz” at least once where liked includes any of “red”, “blue” and seen is empty"],
    [{ fact: "custom-event", event: "quiz", operator: "at-least", count: 1, period: { is: "ever" }, filters: [{ property: "visit", as: "date", operator: "between", value: ["2026-03-01", "2026-03-09"] }, { property: "at", as: "date-time", operator: "in-last", value: 7 }] }, "did “quiz” at least once where visit is between Mar 1, 2026 and Mar 9, 2026 and at is in the last 7 days"],
    [{ fact: "message", operator: "was-not", was: "opened", channel: "email", period: { is: "ever" }, scenarioId: "c1" }, "did not open an e-mail of “Welcome”"],
    [{ fact: "trait", trait: "size", operator: "is", value: "S" }, "Size is S"],
    [{ fact: "segment", operator: "in", segmentId: "s1" }, "is in “VIP”"],
    [{ fact: "shopify-segment", operator: "in", shopifySegmentId: "11", name: "Readers" }, "is in the Shopify segment “Subscribers”"],
    [{ fact: "shopify-segment", operator: "not-in", shopifySegmentId: "12", name: "Buyers" }, "is not in the Shopify segment “Buyers”"],
    [{ fact: "shopify-segment", operator: "in", shopifySegmentId: "", name: "" }, "is in the Shopify segment “…”"],
    [{ fact: "contact", operator: "unknown", contact: "phone" }, "has no phone number"],
  ])("R23 %j", (condition, words) => expect(sayCondition(condition, saying)).toBe(words));

  it("R23 groups, and what they are not", () => {
    const tag: Condition = { fact: "tag", operator: "has", tag: "vip" };
    const never: Condition = { fact: "orders-count", operator: "equals", count: 0 };
    const segment: Segment = { match: "any", groups: [{ match: "all", conditions: [tag], groups: [{ match: "any", not: true, conditions: [tag, never] }] }, { match: "all", conditions: [never] }] };
    expect(saySegment(segment, saying)).toBe("(has the tag “vip” and not (has the tag “vip” or never ordered)) or never ordered");
  });
});
