import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY } from "~/domain/instant";
import { isInterested, priceDropAudienceSchema, type Interest, type PriceDropAudience } from "./audience";
import { findDrop, minimumDropSchema, type MinimumDrop, type PriceOnceSeen, type PriceToday } from "./find-drop";
import { highestSince, lowestBefore } from "./price-history";

const seen = (priceMinor: number, more: Partial<PriceOnceSeen> = {}): PriceOnceSeen => ({ priceMinor, currency: "EUR", baseMinor: priceMinor, announcedMinor: null, ...more });
const today = (priceMinor: number, more: Partial<PriceToday> = {}): PriceToday => ({ priceMinor, currency: "EUR", baseMinor: priceMinor, highestSinceMinor: null, ...more });
const percent = (of: number): MinimumDrop => ({ percent: of, amountMinor: null });
const amount = (of: number): MinimumDrop => ({ percent: null, amountMinor: of });

describe("a drop", () => {
  it("R18a by percent, by amount, or by both, and then both must hold", () => {
    expect(findDrop(seen(10_000), today(9000), percent(10), "EUR")).toEqual({ wasMinor: 10_000, nowMinor: 9000, currency: "EUR" });
    expect(findDrop(seen(10_000), today(9001), percent(10), "EUR")).toBeNull();
    expect(findDrop(seen(10_000), today(9500), amount(500), "EUR")).not.toBeNull();
    expect(findDrop(seen(10_000), today(9501), amount(500), "EUR")).toBeNull();
    const both = { percent: 10, amountMinor: 2000 };
    expect(findDrop(seen(10_000), today(8500), both, "EUR")).toBeNull();
    expect(findDrop(seen(30_000), today(28_000), both, "EUR")).toBeNull();
    expect(findDrop(seen(10_000), today(8000), both, "EUR")).not.toBeNull();
    expect(minimumDropSchema.safeParse({ percent: null, amountMinor: null }).success).toBe(false);
  });

  it("R18e the same drop is never announced twice; a further fall counts from what was announced", () => {
    expect(findDrop(seen(10_000, { announcedMinor: 8000 }), today(8000, { highestSinceMinor: 8000 }), percent(10), "EUR")).toBeNull();
    expect(findDrop(seen(10_000, { announcedMinor: 8000 }), today(7900, { highestSinceMinor: 8000 }), percent(10), "EUR")).toBeNull();
    expect(findDrop(seen(10_000, { announcedMinor: 8000 }), today(7200, { highestSinceMinor: 8000 }), percent(10), "EUR")).toEqual({ wasMinor: 8000, nowMinor: 7200, currency: "EUR" });
  });

  it("R18e a rise followed by a fall below what was announced counts again; one that stays above it does not", () => {
    const told = seen(10_000, { announcedMinor: 8000 });
    expect(findDrop(told, today(7900, { highestSinceMinor: 12_000 }), percent(10), "EUR")).toEqual({ wasMinor: 10_000, nowMinor: 7900, currency: "EUR" });
    expect(findDrop(told, today(8500, { highestSinceMinor: 12_000 }), percent(10), "EUR")).toBeNull();
  });

  it("R18e a move of the exchange rate alone is no drop, and one beside a drop adds nothing to it", () => {
    const czk = (price: number, base: number) => today(price, { currency: "CZK", baseMinor: base });
    const saw = seen(250_000, { currency: "CZK", baseMinor: 10_000 });
    expect(findDrop(saw, czk(200_000, 10_000), percent(10), "EUR")).toBeNull();
    expect(findDrop(saw, czk(210_000, 9_900), percent(10), "EUR")).toBeNull();
    expect(findDrop(saw, czk(225_000, 9_000), percent(10), "EUR")).toMatchObject({ currency: "CZK", wasMinor: 250_000 });
    expect(findDrop(seen(250_000, { currency: "CZK", baseMinor: null }), czk(100_000, 1), percent(10), "EUR")).toBeNull();
  });

  it("R18e an amount is converted at the rate of the time of seeing", () => {
    const saw = seen(250_000, { currency: "CZK", baseMinor: 10_000 });
    expect(findDrop(saw, today(225_000, { currency: "CZK", baseMinor: 9_000 }), amount(1_000), "EUR")).not.toBeNull();
    expect(findDrop(saw, today(225_100, { currency: "CZK", baseMinor: 9_000 }), amount(1_000), "EUR")).toBeNull();
  });

  it("R18e prices of two currencies are never compared", () => {
    expect(findDrop(seen(10_000), today(100, { currency: "CZK", baseMinor: 4 }), percent(1), "EUR")).toBeNull();
  });

  const money = fc.integer({ min: 1, max: 5_000_000 });
  const minimums = fc.record({ percent: fc.option(fc.integer({ min: 1, max: 99 }), { nil: null }), amountMinor: fc.option(fc.integer({ min: 1, max: 10_000 }), { nil: null }) })
    .filter((minimum) => minimumDropSchema.safeParse(minimum).success);

  it("R18 whatever the prices: what is announced is lower than what was seen and than what was announced, and never once more at the same price", () => {
    fc.assert(fc.property(money, money, fc.option(money, { nil: null }), fc.option(money, { nil: null }), minimums, fc.constantFrom("EUR", "CZK"), fc.double({ min: 0.01, max: 50, noNaN: true }), (was, now, announced, peak, minimum, currency, rate) => {
      const saw = { priceMinor: was, currency, baseMinor: Math.max(1, Math.round(was / rate)), announcedMinor: announced };
      const is = { priceMinor: now, currency, baseMinor: Math.max(1, Math.round(now / rate)), highestSinceMinor: peak };
      const drop = findDrop(saw, is, minimum, "EUR");
      if (!drop) return;
      expect(drop.nowMinor).toBe(now);
      expect(drop.nowMinor).toBeLessThan(drop.wasMinor);
      expect(drop.wasMinor).toBeLessThanOrEqual(was);
      if (announced !== null) expect(now).toBeLessThan(announced);
      if (minimum.percent !== null) expect((drop.wasMinor - now) * 100).toBeGreaterThanOrEqual(minimum.percent * drop.wasMinor - 1e-3);
      expect(findDrop({ ...saw, announcedMinor: now }, { ...is, highestSinceMinor: Math.max(now, peak ?? now) }, minimum, "EUR")).toBeNull();
    }), { numRuns: 2_000 });
  });

  it("R18 a rate that moves by any factor while the shop's own price stands makes no drop", () => {
    fc.assert(fc.property(money, fc.double({ min: 0.05, max: 20, noNaN: true }), minimums, (base, factor, minimum) => {
      const saw = seen(base * 25, { currency: "CZK", baseMinor: base });
      expect(findDrop(saw, today(Math.round(base * 25 * factor), { currency: "CZK", baseMinor: base }), minimum, "EUR")).toBeNull();
    }), { numRuns: 500 });
  });

  it("R18 a lower price that would be announced is announced at any price still lower", () => {
    fc.assert(fc.property(money, money, fc.nat(1_000), minimums, (was, now, further, minimum) => {
      if (findDrop(seen(was), today(now), minimum, "EUR")) expect(findDrop(seen(was), today(Math.max(0, now - further)), minimum, "EUR")).not.toBeNull();
    }), { numRuns: 1_000 });
  });
});

describe("the audience", () => {
  const NOW = 100 * DAY;
  const nothing: Interest = { inCart: false, isFavourite: false, viewedAt: null, addedAt: null, favouredAt: null };

  it("R18b has: both ticked means both", () => {
    const both: PriceDropAudience = { mode: "has", cart: true, favourites: true };
    expect(isInterested(both, { ...nothing, inCart: true }, NOW)).toBe(false);
    expect(isInterested(both, { ...nothing, inCart: true, isFavourite: true }, NOW)).toBe(true);
    expect(isInterested({ ...both, cart: false }, { ...nothing, isFavourite: true }, NOW)).toBe(true);
  });

  it("R18b did: any of the ticked, or all by choice, within the last N days to the millisecond", () => {
    const audience: PriceDropAudience = { mode: "did", viewed: true, added: true, favourite: false, match: "any", days: 30 };
    expect(isInterested(audience, { ...nothing, viewedAt: NOW - 30 * DAY }, NOW)).toBe(true);
    expect(isInterested(audience, { ...nothing, viewedAt: NOW - 30 * DAY - 1 }, NOW)).toBe(false);
    expect(isInterested(audience, { ...nothing, favouredAt: NOW }, NOW)).toBe(false);
    expect(isInterested({ ...audience, match: "all" }, { ...nothing, viewedAt: NOW }, NOW)).toBe(false);
    expect(isInterested({ ...audience, match: "all" }, { ...nothing, viewedAt: NOW, addedAt: NOW }, NOW)).toBe(true);
  });

  it("R18b one mode, at least one tick, 1 to 60 days", () => {
    const did = { mode: "did", viewed: true, added: false, favourite: false, match: "any", days: 60 };
    expect(priceDropAudienceSchema.safeParse(did).success).toBe(true);
    for (const wrong of [{ ...did, days: 61 }, { ...did, days: 0 }, { ...did, viewed: false }, { mode: "has", cart: false, favourites: false }, { ...did, cart: true }]) expect(priceDropAudienceSchema.safeParse(wrong).success).toBe(false);
  });
});

describe("price history", () => {
  it("R18e the lowest price of the 30 days before today's price began", () => {
    const changes = [{ at: 0, priceMinor: 70 }, { at: 10 * DAY, priceMinor: 100 }, { at: 50 * DAY, priceMinor: 90 }, { at: 60 * DAY, priceMinor: 80 }];
    expect(lowestBefore(changes, 65 * DAY)).toBe(90);
    expect(lowestBefore(changes, 55 * DAY)).toBe(100);
    expect(lowestBefore(changes.toReversed(), 45 * DAY)).toBe(70);
    expect(lowestBefore([{ at: 0, priceMinor: 70 }], DAY)).toBeNull();
    expect(lowestBefore([], DAY)).toBeNull();
  });

  it("R18e the highest price since an announcement counts the price of that moment", () => {
    const changes = [{ at: 0, priceMinor: 100 }, { at: 10, priceMinor: 80 }, { at: 20, priceMinor: 95 }, { at: 30, priceMinor: 75 }];
    expect(highestSince(changes, 5, 100)).toBe(100);
    expect(highestSince(changes, 15, 100)).toBe(95);
    expect(highestSince(changes, 30, 100)).toBe(75);
    expect(highestSince(changes, 15, 18)).toBe(80);
    expect(highestSince([], 5, 100)).toBeNull();
  });
});
