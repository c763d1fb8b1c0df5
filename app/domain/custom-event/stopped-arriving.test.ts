import { describe, expect, it } from "vitest";
import { DAY, HOUR } from "~/domain/instant";
import { stoppedArriving } from "./stopped-arriving";

const lastAt = 100 * DAY;
const days = (text: string) => [...text].map((day) => day === "x");

describe("R13 an event that stops arriving", () => {
  it("R13 one that came daily is missed after three days", () => {
    const arrivals = { lastAt, days: days("xxxxxxxxxxxxxx") };
    expect(stoppedArriving(arrivals, lastAt + 3 * DAY - 1)).toBeNull();
    expect(stoppedArriving(arrivals, lastAt + 3 * DAY)).toBe(3 * DAY);
  });

  it("R13 one that paused for two days before is missed after six", () => {
    const arrivals = { lastAt, days: days("x..x..xxx.x..x") };
    expect(stoppedArriving(arrivals, lastAt + 6 * DAY - HOUR)).toBeNull();
    expect(stoppedArriving(arrivals, lastAt + 6 * DAY)).toBe(6 * DAY);
  });

  it("R13 one that never came regularly is not missed, and the days before it first came are no pause", () => {
    expect(stoppedArriving({ lastAt, days: days("x...x...x...x.") }, lastAt + 50 * DAY)).toBeNull();
    expect(stoppedArriving({ lastAt, days: days("xxxxx.........") }, lastAt + 3 * DAY)).toBe(3 * DAY);
  });
});
