import { setImmediate } from "node:timers/promises";
import { AdminApiError, type AdminApi, type OpenAdminApi } from "~/adapters/shopify/admin-api";
import { themeFiles, type ThemeFilesData } from "~/adapters/shopify/queries/theme-files";
import type { ServiceContext } from "~/app-context";
import { nextQuietHour } from "~/domain/schedule/next-quiet-hour";
import { readThemeFile, THEME_FILES, type ThemeFileReading } from "~/domain/theme/read-theme-file";
import { readThemeForms } from "~/queries/theme-forms.server";
import type { ThemeForms } from "~/domain/theme/theme-forms";
import { retryDelay } from "~/runtime/retry-delay";

/** Fifty files each; a theme has some dozens. What lies beyond is not looked at, and the reading is not complete. */
const MOST_PAGES = 20;

type Context = Pick<ServiceContext, "db" | "clock" | "log">;
interface ShopOfTheme {
  id: number;
  domain: string;
  timeZone: string;
}

/**
 * Reads the published theme anew (R10, R46) and keeps what it says; answers what is known of its forms then. Where Shopify does not answer, or the
 * merchant has not allowed it, that is kept instead and what was read before stays. Comes round each night, after a failure sooner. Harmless when done twice.
 */
export async function readTheme({ db, clock, log }: Context, openAdminApi: OpenAdminApi, shop: ShopOfTheme): Promise<ThemeForms> {
  const { attempts } = (await db.forShop(shop.id).selectFrom("ThemeReading").select("attempts").executeTakeFirst()) ?? { attempts: 0 };
  const outcome = await lookInto(openAdminApi, shop.domain);
  const now = clock.now();
  const tonight = nextQuietHour(now, shop.timeZone, shop.id);
  const [insert, change] = outcome.ok
    ? both({ readAt: now, failure: null, forms: JSON.stringify(outcome.forms), complete: outcome.complete ? 1 : 0, trackerOn: outcome.trackerOn === null ? null : outcome.trackerOn ? 1 : 0, dueAt: tonight, attempts: 0 })
    : failed(outcome.failure, outcome.retryable ? Math.min(now + (retryDelay(attempts + 1) ?? Infinity), tonight) : tonight, attempts + 1);
  if (!outcome.ok) log.warn({ shopId: shop.id, err: outcome.error }, "the theme could not be read");
  await db.write(async (tx) => {
    // The app may have been uninstalled meanwhile, and the shop forgotten.
    const there = await tx.acrossShops.selectFrom("Shop").select("id").where("id", "=", shop.id).where("uninstalledAt", "is", null).executeTakeFirst();
    if (there) await tx.forShop(shop.id).insertInto("ThemeReading").values({ shopId: shop.id, ...insert }).onConflict((conflict) => conflict.column("shopId").doUpdateSet(change)).execute();
  });
  return readThemeForms(db, shop.id);
}

const both = <Row>(row: Row): [Row, Row] => [row, row];

function failed(failure: NonNullable<ThemeForms["failure"]>, dueAt: number, attempts: number) {
  const change = { failure, dueAt, attempts };
  return [{ ...change, readAt: null, forms: "[]", complete: 0 as const, trackerOn: null }, change] as const;
}

type Outcome = { ok: true; complete: boolean } & ThemeFileReading | { ok: false; failure: NonNullable<ThemeForms["failure"]>; retryable: boolean; error: AdminApiError };

async function lookInto(openAdminApi: OpenAdminApi, domain: string): Promise<Outcome> {
  try {
    return { ok: true, ...(await readFiles(await openAdminApi(domain))) };
  } catch (error) {
    if (!(error instanceof AdminApiError)) throw error;
    const refused = error.code === "ACCESS_DENIED";
    return { ok: false, failure: refused ? "scope" : "no-answer", retryable: error.retryable, error };
  }
}

async function pageOf(api: AdminApi, after: string | null): Promise<ThemeFilesData> {
  const { data } = await api.ask(themeFiles, { names: THEME_FILES, after });
  return data;
}

async function readFiles(api: AdminApi): Promise<ThemeFileReading & { complete: boolean }> {
  const found: ThemeFileReading & { complete: boolean } = { forms: [], trackerOn: null, complete: true };
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const data: ThemeFilesData = await pageOf(api, after);
    // A shop may have no published theme, and then it has no form in one.
    const files = data.themes?.nodes[0]?.files;
    if (!files) return found;
    const { handle } = data.currentAppInstallation.app;
    for (const { filename, body } of files.nodes) {
      const reading: ThemeFileReading | null = body === null || handle === null ? null : readThemeFile(filename, body, handle);
      if (reading === null) found.complete = false;
      else found.forms.push(...reading.forms);
      found.trackerOn ??= reading?.trackerOn ?? null;
      await setImmediate();
    }
    if (files.userErrors.some(({ code }) => code !== "NOT_FOUND")) found.complete = false;
    if (!files.pageInfo.hasNextPage) return found;
    after = files.pageInfo.endCursor;
  }
  return { ...found, complete: false };
}
