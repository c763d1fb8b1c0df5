import { z } from "zod";
import type { Statements } from "~/adapters/db/database.server";
import { themeFormSchema, type ThemeForms } from "~/domain/theme/theme-forms";

const forms = z.array(themeFormSchema);

/** R10: the sign-up forms of the shop's theme, as they were read last. */
export async function readThemeForms(db: Statements, shopId: number): Promise<ThemeForms> {
  const row = await db.forShop(shopId).selectFrom("ThemeReading").select(["readAt", "failure", "forms", "complete"]).executeTakeFirst();
  if (!row) return { readAt: null, failure: null, complete: false, forms: [] };
  return { readAt: row.readAt, failure: row.failure as ThemeForms["failure"], complete: row.complete === 1, forms: forms.parse(JSON.parse(row.forms)) };
}
