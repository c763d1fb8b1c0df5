import { describe, expect, it } from "vitest";
import { readScenarioFile } from "./read-scenario-file.server";

describe("a file that cannot be read", () => {
  it("says so in words, and what to do", () => {
    expect(() => readScenarioFile("/nowhere/cart.json")).toThrow("/nowhere/cart.json cannot be read: there is no such file. Check the path");
    expect(() => readScenarioFile("/")).toThrow("it is a folder");
  });
});
