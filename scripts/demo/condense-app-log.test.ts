import { describe, expect, it } from "vitest";
import { condenseAppLog } from "./condense-app-log.ts";

describe("the app's log in the demo's terminal", () => {
  it.each([
    ['{"level":30,"msg":"listening"}', null],
    ['{"level":40,"msg":"slow"}', "warning: slow"],
    ['{"level":50,"msg":"work failed","err":{"message":"no such table"}}', "error: work failed (no such table)"],
    ["[shopify-app/INFO] Authenticating admin request", null],
    ["[shopify-app/ERROR] Broken", "[shopify-app/ERROR] Broken"],
    ["Segmentation fault", "Segmentation fault"],
    ["Error: No route matches", "Error: No route matches"],
    ["    at Server.emit (node:events:514:28)", null],
    ["ErrorResponseImpl {", null],
    ["}", null],
    ["", null],
  ])("shows of %s: %s", (line, shown) => expect(condenseAppLog(line)).toBe(shown));
});
