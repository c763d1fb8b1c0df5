import { describe, expect, it } from "vitest";
import type { ConsentFact } from "~/domain/engine/facts";
import { unsubscribe, unsubscribeConfig, type UnsubscribeConfig } from "./definition";

const way = (from: UnsubscribeConfig["from"], consents: Record<string, ConsentFact>) =>
  unsubscribe.step({ config: { from }, stepId: "bye", scenarioId: "scenario", customerId: "ola", enteredStepAt: 0, heldMs: 0, now: 0, facts: { timeZone: "Europe/Warsaw", consents: new Map(Object.entries(consents)) }, outcome: null });
const news = (state: ConsentFact["state"]): ConsentFact => ({ state, channels: ["email"] });

describe("unsubscribe", () => {
  it("R29 withdraws the consents of a channel or all, and counts who had one", () => {
    expect(way("email", { news: news("granted") })).toEqual({ do: "leave", branch: "next", detail: { unsubscribed: "email" }, changes: [{ kind: "withdraw-consents", from: "email", counts: true }] });
    expect(way("email", { news: news("pending") })).toMatchObject({ changes: [{ counts: true }] });
    expect(way("all", { texts: { state: "granted", channels: ["sms"] } })).toMatchObject({ detail: { unsubscribed: "all" }, changes: [{ from: "all", counts: true }] });
  });

  it("R29 counts nobody who had nothing to be unsubscribed from", () => {
    expect(way("email", { news: news("withdrawn"), texts: { state: "granted", channels: ["sms"] } })).toEqual({ do: "leave", branch: "next", changes: [{ kind: "withdraw-consents", from: "email", counts: false }] });
    expect(way("all", {})).toMatchObject({ changes: [{ counts: false }] });
  });

  it("R29 refuses a channel that does not exist", () => {
    expect(unsubscribeConfig.safeParse({ from: "pigeon" }).error?.issues[0]?.path).toEqual(["from"]);
  });
});
