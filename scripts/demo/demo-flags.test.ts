import { describe, expect, it } from "vitest";
import { readDemoFlags } from "./demo-flags.ts";

describe("the demo's flags", () => {
  it("opens a browser and speaks in words unless told otherwise", () => {
    expect(readDemoFlags([], "/somewhere")).toMatchObject({ port: 4400, open: true, json: false, dataFolder: expect.stringMatching(/data\/demo$/) as string });
    expect(readDemoFlags(["--port", "5000", "--no-open", "--data", "here"], "/somewhere")).toEqual({ port: 5000, open: false, json: true, dataFolder: "/somewhere/here", distributed: false });
    expect(readDemoFlags(["--distributed"], "/somewhere")).toMatchObject({ distributed: true });
  });

  it.each([["--port", "x"], ["--port", "65533"], ["--port", "0"], ["--nonsense"], ["stray"]])("refuses %s %s", (...args) => {
    expect(() => readDemoFlags(args, "/")).toThrow();
  });
});
