import { describe, expect, it } from "vitest";
import type { ConsentState, Facts } from "~/domain/engine/facts";
import type { Activity } from "~/domain/scenario/entry-point-type";
import type { ShopChoices } from "~/domain/scenario/step-type";
import { signUp, signUpConfig } from "./definition";

const config = { consents: ["newsletter", "sms"], segmentId: null };
const granted = (...consents: string[]): Activity => ({ key: "g", subjectId: "ola", type: "consents_granted", at: 5, consents });
const facts = (states: Record<string, ConsentState>, segments: string[] = []) => ({
  customer: { timeZone: "UTC", consents: new Map(Object.entries(states).map(([key, state]) => [key, { state, channels: ["email"] }])) } satisfies Facts, segments: new Set(segments), order: null,
});

describe("sign-up", () => {
  it("R10 asks at the grant of any of its consents, and at nothing else", () => {
    expect(signUp.react(config, granted("sms"))).toEqual({ do: "enter", context: { at: 5 } });
    expect(signUp.react(config, granted("other"))).toEqual({ do: "nothing" });
    expect(signUp.react(config, { key: "p", subjectId: "ola", type: "page_viewed", at: 5 })).toEqual({ do: "nothing" });
    expect(signUp.react({ consents: [], segmentId: null }, granted("sms"))).toEqual({ do: "nothing" });
  });

  it("R10 lets in who has granted all of them", () => {
    const admits = (states: Record<string, ConsentState>) => signUp.admits(config, granted("sms"), facts(states));
    expect(admits({ newsletter: "granted", sms: "granted" })).toBeNull();
    for (const state of ["never-asked", "pending", "withdrawn"] as const) expect(admits({ newsletter: state, sms: "granted" })).toBe("consents-missing");
    expect(admits({ sms: "granted" })).toBe("consents-missing");
  });

  it("R10 and is in the segment, where one is chosen", () => {
    const of = { ...config, segmentId: "vip" };
    const all = { newsletter: "granted", sms: "granted" } as const;
    expect(signUp.needs(of)).toEqual({ customer: ["consents"], segments: ["vip"] });
    expect(signUp.react(of, granted("sms"))).toEqual({ do: "enter", context: { at: 5, segmentId: "vip" } });
    expect(signUp.admits(of, granted("sms"), facts(all))).toBe("not-in-segment");
    expect(signUp.admits(of, granted("sms"), facts(all, ["vip"]))).toBeNull();
  });

  it("R10 needs a consent, and one that the shop has, before publishing", () => {
    const shop: ShopChoices = { timeZone: "UTC", consents: [{ key: "newsletter" }], traits: [], segments: [], discountPools: [] };
    expect(signUp.check({ consents: [], segmentId: null }, { shop })).toMatchObject([{ severity: "error", path: "consents", key: "entryPoints:signUp.problem.none" }]);
    expect(signUp.check({ consents: ["newsletter", "gone"], segmentId: "s" }, { shop })).toMatchObject([{ path: "consents", values: { key: "gone" } }, { path: "segmentId" }]);
    expect(signUp.check({ consents: ["gone"], segmentId: "s" }, {})).toEqual([]);
    expect(signUpConfig.safeParse({ consents: Array.from({ length: 21 }, (_, n) => `c${n}`), segmentId: null }).success).toBe(false);
  });
});
