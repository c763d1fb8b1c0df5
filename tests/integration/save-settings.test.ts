import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SenderDomains } from "~/adapters/channels/sender-domains.server";
import { saveSettings, settingsInput } from "~/services/shop/save-settings.server";
import { openEngineWorld, type EngineWorld } from "../factories/engine-world";

let world: EngineWorld & { close(): Promise<void> };
beforeEach(async () => {
  world = await openEngineWorld();
});
afterEach(() => world.close());

const input = { senderName: "Juniper", senderEmail: "hello@juniper.example", clickWindowDays: "7", openWindowDays: "2" };
const silent: SenderDomains = { isVerified: () => Promise.reject(new Error("the provider does not answer")) };
const stored = () => world.db.acrossShops.selectFrom("Shop").select(["senderEmail", "senderVerifiedAt", "clickWindowDays"]).where("id", "=", world.shop.id).executeTakeFirstOrThrow();

describe("settings", () => {
  it("R46 are saved though the provider does not answer; a verified address stays verified, another is not", async () => {
    const context = { db: world.db, clock: world.clock, log: pino({ level: "silent" }), senderDomains: silent };
    const shop = { ...world.shop, senderEmail: "hello@juniper.example", senderVerifiedAt: 5 };
    expect(await saveSettings(context, shop, settingsInput.parse({ ...input, clickWindowDays: "9" }))).toEqual({ senderVerified: null });
    expect(await stored()).toEqual({ senderEmail: "hello@juniper.example", senderVerifiedAt: 5, clickWindowDays: 9 });
    await saveSettings(context, shop, settingsInput.parse({ ...input, senderEmail: "other@juniper.example" }));
    expect(await stored()).toMatchObject({ senderEmail: "other@juniper.example", senderVerifiedAt: null });
  });

  it("R2 an empty window is a mistake and not zero days, which turns opens off", () => {
    const problem = (change: Partial<typeof input>) => settingsInput.safeParse({ ...input, ...change }).error?.issues[0]?.message;
    expect(problem({ openWindowDays: "" })).toBe("problems.openWindow");
    expect(problem({ openWindowDays: "31" })).toBe("problems.openWindow");
    expect(problem({ openWindowDays: "0" })).toBeUndefined();
    expect(problem({ clickWindowDays: "0" })).toBe("problems.clickWindow");
    expect(problem({ clickWindowDays: "1e1" })).toBe("problems.clickWindow");
    expect(problem({ senderEmail: " hello@juniper.example " })).toBeUndefined();
  });
});
