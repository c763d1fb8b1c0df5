import { describe, expect, it } from "vitest";
import { callsAtOnce } from "./calls-at-once";

const ON_SQLITE = 200;
const ON_POSTGRES = 1_000;

describe("callsAtOnce", () => {
  it("R42 is one where the provider takes few calls a second: what is stored waits for its turn and cannot be cancelled", () => {
    expect(callsAtOnce({ channel: "email", callsPerSecond: 5, mostPerCall: 100 }, ON_POSTGRES)).toBe(1);
  });

  it("grows with the provider's rate, as far as the database likes to write at once", () => {
    expect(callsAtOnce({ channel: "email", callsPerSecond: 60, mostPerCall: 100 }, ON_POSTGRES)).toBe(3);
    expect(callsAtOnce({ channel: "email", callsPerSecond: 1_000, mostPerCall: 100 }, ON_POSTGRES)).toBe(5);
    expect(callsAtOnce({ channel: "email", callsPerSecond: 1_000, mostPerCall: 100 }, ON_SQLITE)).toBe(1);
    expect(callsAtOnce({ channel: "push", callsPerSecond: 100, mostPerCall: 1 }, ON_SQLITE)).toBe(5);
  });

  it("is one for text messages, so that a crash leaves no more of them to be asked about than it must", () => {
    expect(callsAtOnce({ channel: "sms", callsPerSecond: 1_000, mostPerCall: 1 }, ON_POSTGRES)).toBe(1);
  });
});
