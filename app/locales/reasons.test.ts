import { describe, expect, it } from "vitest";
import type { RemovalReason } from "~/domain/engine/run";
import customers from "./en/customers.json";
import messages from "./en/messages.json";

/** Every reason that the engine, the sender and the judge of clicks write down; a new one is a type error until it stands here. */
const removals = {
  "order-placed": true, "page-visited": true, "product-bought": true, "consent-withdrawn": true, "tag-added": true, "segment-left": true, "step-deleted": true, replaced: true, stopped: true, "scenario-deleted": true,
  "message-failed": true, "webhook-failed": true, "no-discount-code": true, "customer-deleted": true, merged: true, "set-aside": true, overdue: true,
} satisfies Record<RemovalReason, true>;

describe("why something happened to a customer", () => {
  it("has words for every end of a run, which is also why an e-mail was cancelled", () => {
    expect(Object.keys(customers.timeline.reasons)).toEqual(expect.arrayContaining(Object.keys(removals)));
  });

  it("R32 has words for everything that gives a machine away", () => {
    expect(Object.keys(customers.timeline.machineReasons)).toEqual(expect.arrayContaining(["known-agent", "head", "near-head", "trap", "near-trap", "every-link"]));
  });

  it("calls a customer neither she nor he", () => {
    expect(JSON.stringify([customers, messages])).not.toMatch(/\b(?:she|her|hers|he|him|his)\b/i);
  });
});
