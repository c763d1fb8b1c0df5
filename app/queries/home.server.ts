import type { Statements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import { DAY } from "~/domain/instant";
import { shopDay } from "~/domain/schedule/shop-day";
import { type Figures, figuresOf } from "~/domain/statistics/figures";
import { gatherCounts, readCounts } from "./read-counters.server";
import type { ShopRow } from "./shop.server";

export interface ImportProgress {
  kind: "customers" | "products" | "orders";
  status: "waiting" | "running" | "done" | "failed";
  done: number;
  total: number | null;
  /** Rows that Shopify has gathered so far; null once they are being read. */
  gathered: number | null;
  /** Rows that could not be read. */
  unreadable: number;
  error: string | null;
}

export interface HomeData {
  imports: ImportProgress[];
  senderVerified: boolean;
  senderEmail: string;
  /** Whether the tracking block was on when the theme was read last. */
  trackerWasOn: boolean;
  /** When the storefront's tracker last sent something, or null. */
  lastEventAt: Instant | null;
  activeScenarios: number;
  /** Whether one was ever active: the set-up is done then, whatever was stopped since. */
  everActive: boolean;
  scenarios: number;
  /** Of the last 30 days, in the shop's local dates. */
  figures: Figures;
}

const REPORTED_DAYS = 30;

/** The state of the set-up (R46) and what the scenarios did lately. */
export async function readHome(db: Statements, shop: ShopRow, now: Instant): Promise<HomeData> {
  const rows = db.forShop(shop.id);
  const [jobs, lastEvent, statuses, ever, counts, theme] = await Promise.all([
    rows.selectFrom("ImportJob").select(["kind", "status", "done", "total", "gathered", "unreadable", "error"]).where("purpose", "=", "first").orderBy("createdAt", "desc").limit(12).execute(),
    rows.selectFrom("Event").select("receivedAt").where("source", "=", "storefront").orderBy("id", "desc").limit(1).executeTakeFirst(),
    rows.selectFrom("Scenario").select(({ fn }) => ["status", fn.countAll<number>().as("scenarios")]).groupBy("status").execute(),
    rows.selectFrom("Scenario").select("id").where("firstActivatedAt", "is not", null).limit(1).executeTakeFirst(),
    readCounts(db, shop.id, [], { fromDay: shopDay(now - (REPORTED_DAYS - 1) * DAY, shop.timeZone), toDay: shopDay(now, shop.timeZone) }),
    rows.selectFrom("ThemeReading").select("trackerOn").executeTakeFirst(),
  ]);
  const newest = new Map<string, ImportProgress>();
  for (const job of jobs) if (!newest.has(job.kind)) newest.set(job.kind, job as ImportProgress);
  const of = (status: string) => statuses.find((row) => row.status === status)?.scenarios ?? 0;
  return {
    imports: ["customers", "products", "orders"].flatMap((kind) => newest.get(kind) ?? []),
    senderVerified: shop.senderVerifiedAt !== null,
    senderEmail: shop.senderEmail,
    trackerWasOn: theme?.trackerOn === 1,
    lastEventAt: lastEvent?.receivedAt ?? null,
    activeScenarios: of("active"),
    everActive: ever !== undefined,
    scenarios: of("active") + of("draft") + of("stopped"),
    figures: figuresOf(gatherCounts(counts, () => "all").get("all") ?? {}),
  };
}
