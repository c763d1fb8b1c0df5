import { z } from "zod";
import type { Instant } from "~/domain/instant";

/** Where a block stands in a theme: in a template (`product`), in a section group of every page (`footer-group`), or in a section of the layout. */
export const themePlaceSchema = z.object({ kind: z.enum(["template", "group", "layout"]), name: z.string() });

/** A sign-up form as the merchant set it up in the theme editor. */
export const themeFormSchema = z.object({
  where: themePlaceSchema,
  /** Keys of the consents that it shows. */
  consents: z.array(z.string()),
  asksPhone: z.boolean(),
});

export type ThemePlace = z.infer<typeof themePlaceSchema>;
export type ThemeForm = z.infer<typeof themeFormSchema>;

/** The sign-up forms of the published theme, as far as they are known (R10). */
export interface ThemeForms {
  /** When the theme was read; null where it never was. */
  readAt: Instant | null;
  /** Why it could not be read the last time: `scope` where the merchant has not allowed it yet. What was read before stays. */
  failure: "scope" | "no-answer" | null;
  /** Whether all was read in which a form may stand. */
  complete: boolean;
  forms: readonly ThemeForm[];
}

/** A consent of the shop, as far as forms are concerned. */
export interface FormConsent {
  key: string;
  channels?: readonly string[];
  /** Shopify's marketing consent it is kept in step with. */
  shopify?: string | null;
}

/** The forms that grant all of these consents at once. What is for text messages alone needs a phone number, or it is left out. */
export function formsGranting(forms: readonly ThemeForm[], consents: readonly string[], defined: readonly FormConsent[]): ThemeForm[] {
  const forTexts = new Set(defined.filter(({ channels }) => channels?.length === 1 && channels[0] === "sms").map(({ key }) => key));
  return forms.filter((form) => consents.every((key) => form.consents.includes(key) && (form.asksPhone || !forTexts.has(key))));
}

/**
 * R10: whether it is known that no form of the shop grants all of these consents. Shopify's own forms, the theme's newsletter box and the checkout,
 * grant its e-mail consent alone.
 */
export function lacksForm({ readAt, failure, complete, forms }: ThemeForms, consents: readonly string[], defined: readonly FormConsent[]): boolean {
  if (readAt === null || failure !== null || consents.length === 0) return false;
  if (formsGranting(forms, consents, defined).length > 0) return false;
  const [only] = consents;
  const shopifys = consents.length === 1 && defined.some(({ key, shopify }) => key === only && shopify === "email");
  return complete && !shopifys;
}
