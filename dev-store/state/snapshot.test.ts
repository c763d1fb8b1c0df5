import { expect, it } from "vitest";
import { seedState } from "./seed.ts";
import { stateFromJson, stateToJson } from "./snapshot.ts";

it("brings back the very state that was written, and refuses another version's", () => {
  const state = seedState(Date.UTC(2026, 10, 20));
  expect(stateFromJson(stateToJson(state))).toEqual(state);
  expect(stateFromJson('{"version":0,"state":{}}')).toBeNull();
});
