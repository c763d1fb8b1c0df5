import { describe, expect, it } from "vitest";
import type { TraitDefinition, TraitType, TraitValue } from "~/domain/trait/trait";
import { checkEmailTemplate } from "./check-email-template";
import { parseLiquid, renderLiquid } from "./liquid-engine";
import { traitsInLiquid } from "./trait-data";

const types: TraitType[] = ["string", "boolean", "date", "date-time", "money", "integer"];
const definitions = new Map<string, TraitDefinition>([...types, "size"].map((key) => [key.replace("-", "_"), { id: key, key, name: key, type: types.find((type) => type === key) ?? "integer", options: [] }]));
const values = new Map<string, TraitValue>([["string", "<Oak>"], ["boolean", true], ["date", "1990-05-04"], ["date_time", Date.parse("2026-12-24T09:30:00Z")], ["money", 1_250], ["integer", 7]]);
const written = (text: string, timeZone = "Europe/Warsaw") => renderLiquid(parseLiquid(text, "html"), "html", { customer: { traits: traitsInLiquid({ definitions, values }, { currency: "EUR", timeZone, locale: "en" }) } }, { now: 0, timeZone, locale: "en", currency: "EUR" });

describe("traits in messages", () => {
  it("R24 R26 are written by type, escaped, and compared", () => {
    expect(written("{{ customer.traits.string }} {{ customer.traits.money }} {{ customer.traits.integer | plus: 1 }}")).toBe("&lt;Oak&gt; €12.50 8");
    expect(written("{% if customer.traits.boolean and customer.traits.money > 12 %}yes{% endif %}")).toBe("yes");
  });

  it("R24 a day is the same day in every zone, a time stands on the shop's clock", () => {
    for (const zone of ["Europe/Warsaw", "America/New_York", "Pacific/Apia"]) {
      expect(written('{{ customer.traits.date | date: "%d.%m.%Y" }}', zone)).toBe("04.05.1990");
      expect(written("{{ customer.traits.date | date }}", zone)).toBe("May 4, 1990");
    }
    expect(written('{{ customer.traits.date_time | date: "%d.%m.%Y %H:%M" }}')).toBe("24.12.2026 10:30");
  });

  it("R24 an empty one is empty, whatever its key", () => {
    expect(written('{{ customer.traits.size }}|{{ customer.traits.gone }}|{{ customer.traits.size | default: "none" }}')).toBe("||none");
  });

  it("R24 the editor warns of a key that the shop does not have", () => {
    const template = { subject: "Hi {{ customer.traits.nope }}", preheader: "", body: "{{ customer.traits.size }}" };
    expect(checkEmailTemplate(template, [], [{ key: "size" }])).toEqual([{ severity: "warning", path: "subject", key: "messages:problem.noSuchTrait", values: { name: "nope", line: 1, column: expect.any(Number) as number } }]);
    expect(checkEmailTemplate(template, [])).toEqual([]);
  });
});
