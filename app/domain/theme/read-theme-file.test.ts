import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { FORM_DEFAULTS, readThemeFile } from "./read-theme-file";

const HEAD = `/*
 * ------------------------------------------------------------
 * IMPORTANT: The contents of this file are auto-generated.
 * ------------------------------------------------------------
 */
`;
const ours = (block: string) => `shopify://apps/scenarios/blocks/${block}/0192f7a1-0000-7000-8000-000000000000`;
const form = (settings: Record<string, unknown> = {}, more: Record<string, unknown> = {}) => ({ type: ours("sign-up"), settings, ...more });
const both = { consent_1: "newsletter", consent_1_text: "News?", consent_2: " sms ", consent_2_text: "Texts?", ask_phone: true };
const template = (blocks: Record<string, unknown>, section: Record<string, unknown> = {}, order: unknown = ["main"]) => HEAD + JSON.stringify({ sections: { main: { type: "apps", blocks, block_order: Object.keys(blocks), ...section } }, order });
const read = (text: string, name = "templates/index.json") => readThemeFile(name, text, "scenarios");
const consents = (text: string, name?: string) => read(text, name)?.forms.map((each) => each.consents);

describe("a file of a theme", () => {
  it("R10 tells the consents of each sign-up form, below the comment that Shopify writes", () => {
    expect(read(template({ a: form(both), b: { type: "text", settings: { consent_1: "x" } }, c: form({ consent_1: "push", consent_1_text: "Push?" }) }))).toEqual({
      trackerOn: null,
      forms: [
        { where: { kind: "template", name: "index" }, consents: ["newsletter", "sms"], asksPhone: true },
        { where: { kind: "template", name: "index" }, consents: ["push"], asksPhone: false },
      ],
    });
    expect(consents(`\uFEFF/* one */ /* two */${JSON.stringify({ type: "footer", sections: { f: { type: "footer", blocks: { a: form(both) } } } })}`, "sections/footer-group.json")).toEqual([["newsletter", "sms"]]);
    expect(read(template({ a: form() }), "templates/customers/login.json")?.forms[0]?.where).toEqual({ kind: "template", name: "customers/login" });
  });

  it("R10 counts a consent only where it has words, and the block's own settings where the theme says nothing", () => {
    expect(consents(template({ a: form() }))).toEqual([["newsletter"]]);
    expect(consents(template({ a: form({ consent_1: "", consent_2: "sms" }) }))).toEqual([[]]);
    expect(consents(template({ a: form({ consent_1_text: "  " }) }))).toEqual([[]]);
    expect(consents(template({ a: { type: ours("sign-up") } }))).toEqual([["newsletter"]]);
    expect(consents(template({ a: form({ ...both, consent_2: "newsletter" }) }))).toEqual([["newsletter"]]);
  });

  it("R10 the block's own settings are those of the extension", () => {
    const liquid = readFileSync("extensions/scenarios-theme/blocks/sign-up.liquid", "utf8");
    const schema = z.object({ settings: z.array(z.object({ id: z.string().optional(), default: z.unknown().optional() })) }).parse(JSON.parse(/\{% schema %\}([\s\S]*)\{% endschema %\}/.exec(liquid)?.[1] ?? ""));
    const told = schema.settings.flatMap(({ id, default: value }) => (id !== undefined && value !== undefined && (id.startsWith("consent_") || id === "ask_phone") ? [[id, value]] : []));
    expect(Object.fromEntries(told)).toEqual(FORM_DEFAULTS);
  });

  it("R10 leaves out what the storefront does not show", () => {
    expect(consents(template({ a: form(both, { disabled: true }) }))).toEqual([]);
    expect(consents(template({ a: form(both) }, { disabled: true }))).toEqual([]);
    expect(consents(template({ a: form(both) }, {}, []))).toEqual([]);
    expect(consents(template({ a: form(both), b: form() }, { block_order: ["b"] }))).toEqual([["newsletter"]]);
    expect(consents(template({ a: { type: "group", disabled: true, blocks: { b: form(both) } } }))).toEqual([]);
  });

  it("R10 finds a form inside blocks of the theme, and knows another app's from its own", () => {
    expect(consents(template({ a: { type: "group", blocks: { b: { type: "column", blocks: { c: form(both) }, block_order: ["c"] } }, block_order: ["b"] } }))).toEqual([["newsletter", "sms"]]);
    expect(consents(template({ a: { ...form(both), type: "shopify://apps/other/blocks/sign-up/1" }, b: { ...form(both), type: ours("favourites") } }))).toEqual([]);
  });

  it("R46 says whether the tracking embed is on, in the settings or the preset they name", () => {
    const settings = (current: unknown, presets?: unknown) => read(HEAD + JSON.stringify({ current, presets }), "config/settings_data.json");
    expect(settings({ blocks: { 1: { type: ours("tracker"), disabled: false } } })).toMatchObject({ trackerOn: true });
    expect(settings({ blocks: { 1: { type: ours("tracker"), disabled: true } } })).toMatchObject({ trackerOn: false });
    expect(settings({})).toMatchObject({ trackerOn: false, forms: [] });
    expect(settings("Default", { Default: { blocks: { 1: { type: ours("tracker") } }, sections: { main: { type: "x", blocks: { 1: form(both) } } } } })).toMatchObject({ trackerOn: true, forms: [{ where: { kind: "layout" } }] });
    expect(settings("Gone", {})).toBeNull();
  });

  it("is null for what is no JSON, and takes any JSON at all", () => {
    for (const bad of ["", "{", "/* no end", "null", "[]", "7", `"x"`, "{% liquid %}", " ".repeat(9), `{"sections":${"[".repeat(100_000)}`]) expect(read(bad)).toBeNull();
    expect(read(`{"sections":${`{"a":{"blocks":`.repeat(5_000)}{}${"}}".repeat(5_000)}}`)).toEqual({ forms: [], trackerOn: null });
    fc.assert(fc.property(fc.jsonValue(), fc.constantFrom("templates/a.json", "config/settings_data.json", "sections/b.json", "x"), (value, name) => {
      const strange = template({ a: { type: ours("sign-up"), settings: value, blocks: value, block_order: value } }, { disabled: value });
      for (const text of [JSON.stringify(value), JSON.stringify({ sections: value, order: value }), JSON.stringify({ current: value, presets: value }), strange]) {
        for (const { consents: keys } of readThemeFile(name, text, "scenarios")?.forms ?? []) expect(keys.every((key) => typeof key === "string" && key !== "")).toBe(true);
      }
    }));
  });
});
