import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PageMatch } from "./definition";
import { pageMatches } from "./page-match";

const page = (path: string, query = "") => ({ path, query });
const rule = (match: PageMatch["match"], path: string, query?: string): PageMatch => ({ match, path, ...(query === undefined ? {} : { query }) });

describe("pageMatches", () => {
  it.each([
    [rule("exact", "/pages/thanks"), page("/pages/thanks"), true],
    [rule("exact", "/pages/thanks"), page("/Pages/Thanks/"), true],
    [rule("exact", "/pages/thanks"), page("/pages/thanks-2"), false],
    [rule("starts-with", "/pages/"), page("/pages/about"), true],
    [rule("starts-with", "/pages/"), page("/en/pages/about"), false],
    [rule("contains", "thank"), page("/pages/thank-you"), true],
    [rule("wildcard", "/products/*/reviews"), page("/products/vase/reviews"), true],
    [rule("wildcard", "/products/*/reviews"), page("/products/reviews"), false],
    [rule("wildcard", "*"), page("/"), true],
    [rule("wildcard", "/a*a"), page("/a"), false],
    [rule("exact", "/pages/x", "from=mail"), page("/pages/x", "?from=mail&a=1"), true],
    [rule("exact", "/pages/x", "from=mail"), page("/pages/x"), false],
  ])("R8 %j and %j: %j", (match, at, expected) => expect(pageMatches(match, at)).toBe(expected));

  it("R8 a wildcard says the same as a regular expression", () => {
    const text = fc.stringMatching(/^[ab/]{0,12}$/);
    fc.assert(fc.property(fc.stringMatching(/^[ab/*]{1,8}$/), text, (pattern, path) => {
      const normal = (value: string) => (value.length > 1 && value.endsWith("/") ? value.slice(0, -1) : value);
      const regular = new RegExp(`^${normal(pattern).split("*").join("[^]*")}$`);
      expect(pageMatches(rule("wildcard", pattern), page(path))).toBe(regular.test(normal(path)));
    }), { numRuns: 2_000 });
  });
});
