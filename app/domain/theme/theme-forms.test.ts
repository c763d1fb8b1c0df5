import { describe, expect, it } from "vitest";
import { formsGranting, lacksForm, type ThemeForm, type ThemeForms } from "./theme-forms";

const form = (...consents: string[]): ThemeForm => ({ where: { kind: "template", name: "index" }, consents, asksPhone: false });
const known = (...forms: ThemeForm[]): ThemeForms => ({ readAt: 1, failure: null, complete: true, forms });
const DEFINED = [{ key: "newsletter", channels: ["email"], shopify: "email" }, { key: "sms", channels: ["sms"], shopify: "sms" }, { key: "club", channels: ["email"], shopify: null }];
const lacks = (forms: ThemeForms, ...consents: string[]) => lacksForm(forms, consents, DEFINED);

describe("the forms of a theme", () => {
  it("R10 lack one only where no single form grants all of the consents", () => {
    expect(lacks(known(form("newsletter", "club")), "newsletter", "club")).toBe(false);
    expect(lacks(known(form("newsletter"), form("club")), "newsletter", "club")).toBe(true);
    expect(lacks(known(), "club")).toBe(true);
    expect(lacks(known())).toBe(false);
  });

  it("R10 grant what is for text messages alone only where they ask for a phone", () => {
    expect(lacks(known(form("newsletter", "sms")), "newsletter", "sms")).toBe(true);
    expect(formsGranting([{ ...form("newsletter", "sms"), asksPhone: true }], ["sms"], DEFINED)).toHaveLength(1);
  });

  it("R10 Shopify's own forms grant its e-mail consent, and it alone", () => {
    expect(lacks(known(), "newsletter")).toBe(false);
    expect(lacks(known(), "sms")).toBe(true);
  });

  it("R10 say nothing where the theme is not known, or not all of it", () => {
    expect(lacks({ ...known(), readAt: null }, "club")).toBe(false);
    expect(lacks({ ...known(), failure: "scope" }, "club")).toBe(false);
    expect(lacks({ ...known(), failure: "no-answer" }, "club")).toBe(false);
    expect(lacks({ ...known(form("newsletter")), complete: false }, "club")).toBe(false);
  });
});
