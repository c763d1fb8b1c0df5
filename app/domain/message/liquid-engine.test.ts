import fc from "fast-check";
import { expect, it } from "vitest";
import { parseLiquid, renderLiquid, TemplateFault, type Writing } from "./liquid-engine";

const SETTING = { now: 0, timeZone: "Europe/Warsaw", locale: "en", currency: "PLN" };
const rendered = (source: string, writing: Writing): string | null => {
  try {
    return renderLiquid(parseLiquid(source, writing), writing, {}, SETTING);
  } catch (error) {
    if (error instanceof TemplateFault) return null;
    throw error;
  }
};

const anything = fc.array(fc.oneof(fc.constantFrom("{", "}", "{{", "}}", "{%", "%}", "-%}", "{%-", " ", "\n", "\\", "\"", "<b>", "&amp;", "{% raw %}", "{% endraw %}", "{% comment %}", "{% endcomment %}"), fc.string({ unit: "grapheme" }))).map((pieces) => pieces.join(""));

it("R21 a text without anything to fill in reads as it would beside something filled in", () => {
  fc.assert(fc.property(anything, fc.constantFrom<Writing>("html", "text", "json"), (source, writing) => {
    expect(rendered(source, writing)).toBe(rendered(`{{ "" }}${source}`, writing));
  }), { numRuns: 1_000 });
});
