import { z } from "zod";
import type { Statements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import { readTraitChanges } from "./customer-traits.server";
import { readDropsOfDecisions } from "./customer-timeline-drops.server";
import { readDiscountCodes } from "./customer-timeline-codes.server";
import { readEntryPointTypes } from "./entry-point-types-of-versions.server";
import { readStepFacts } from "./step-facts-of-versions.server";
import { ROWS_A_KIND, type Source, type TimelineItem } from "./timeline-source";

export interface Timeline {
  items: TimelineItem[];
  /** Ask again with `before` set to this for older items; null when there are none. */
  olderBefore: Instant | null;
}

/** All that happened to and by one customer, newest first: why a message came, and why not. */
export async function readCustomerTimeline(db: Statements, shopId: number, customerId: string, before: Instant | null): Promise<Timeline> {
  const limit = before ?? Number.MAX_SAFE_INTEGER;
  const sources = await Promise.all([
    readDecisions(db, shopId, customerId, limit),
    readRunEnds(db, shopId, customerId, limit),
    readVisits(db, shopId, customerId, limit),
    readMessages(db, shopId, customerId, limit),
    readErrands(db, shopId, customerId, limit),
    readInteractions(db, shopId, customerId, limit),
    readOrders(db, shopId, customerId, limit),
    readDiscountCodes(db, shopId, customerId, limit),
    readEvents(db, shopId, customerId, limit),
    readTraits(db, shopId, customerId, limit),
  ]);
  const cut = Math.max(0, ...sources.map((rows) => cutOf(rows, limit)));
  const items = sources.flat().filter(({ anchor }) => anchor >= cut).flatMap((row) => row.items).sort((a, b) => b.at - a.at || Number(isCompletion(b)) - Number(isCompletion(a)) || b.id.localeCompare(a.id));
  return { items, olderBefore: cut > 0 ? cut : null };
}

/**
 * A source that was cut off says nothing of what lies before its oldest row, and not all of that row's instant: the page
 * ends after it, or with it where the whole source is of one instant.
 */
function cutOf(rows: readonly Source[], limit: Instant): Instant {
  const oldest = rows.at(-1);
  if (rows.length < ROWS_A_KIND || !oldest) return 0;
  return oldest.anchor + 1 < limit ? oldest.anchor + 1 : oldest.anchor;
}

/** Its line has the id of the run, which is older than what happened in it; but a run is completed after its last step, at the same instant. */
const isCompletion = ({ kind }: TimelineItem): boolean => kind === "run-completed";

const lineOf = (item: TimelineItem): Source => ({ anchor: item.at, items: [item] });

async function readDecisions(db: Statements, shopId: number, customerId: string, before: Instant): Promise<Source[]> {
  const rows = await db.forShop(shopId).sql.selectFrom("EntryDecision as d")
    .innerJoin("Scenario as s", (join) => join.onRef("s.shopId", "=", "d.shopId").onRef("s.id", "=", "d.scenarioId"))
    .select(["d.id", "d.at", "d.outcome", "d.reason", "d.scenarioId", "d.versionId", "d.entryPointId", "d.factKey", "d.runId", "s.name"])
    .where("d.shopId", "=", shopId).where("d.customerId", "=", customerId).where("d.at", "<", before)
    .orderBy("d.at", "desc").limit(ROWS_A_KIND).execute();
  const kinds: Record<string, TimelineItem["kind"]> = { entered: "entered", restarted: "restarted", refreshed: "refreshed" };
  const types = await readEntryPointTypes(db, shopId, rows.map(({ versionId }) => versionId));
  const drops = await readDropsOfDecisions(db, shopId, rows);
  return rows.map((row) => {
    const entryPointType = types.get(row.versionId)?.get(row.entryPointId);
    const dropped = drops.get(row.id);
    return lineOf({ id: row.id, at: row.at, kind: kinds[row.outcome] ?? "not-entered", reason: row.reason, scenario: { id: row.scenarioId, name: row.name }, ...(entryPointType === undefined ? {} : { entryPointType }), ...(dropped === undefined ? {} : { drops: dropped }) });
  });
}

async function readRunEnds(db: Statements, shopId: number, customerId: string, before: Instant): Promise<Source[]> {
  const rows = await db.forShop(shopId).sql.selectFrom("Run as r")
    .innerJoin("Scenario as s", (join) => join.onRef("s.shopId", "=", "r.shopId").onRef("s.id", "=", "r.scenarioId"))
    .select(["r.id", "r.endedAt", "r.status", "r.reason", "r.scenarioId", "s.name"])
    .where("r.shopId", "=", shopId).where("r.customerId", "=", customerId).where("r.status", "in", ["completed", "removed"])
    .where("r.endedAt", "<", before).orderBy("r.endedAt", "desc").limit(ROWS_A_KIND).execute();
  return rows.map((row) => lineOf({
    id: `${row.id}:end`, at: row.endedAt ?? 0, kind: row.status === "completed" ? "run-completed" : "run-removed", reason: row.reason, scenario: { id: row.scenarioId, name: row.name },
  }));
}

async function readVisits(db: Statements, shopId: number, customerId: string, before: Instant): Promise<Source[]> {
  const rows = await db.forShop(shopId).sql.selectFrom("Run as r")
    .innerJoin("StepVisit as v", (join) => join.onRef("v.shopId", "=", "r.shopId").onRef("v.runId", "=", "r.id"))
    .innerJoin("Scenario as s", (join) => join.onRef("s.shopId", "=", "r.shopId").onRef("s.id", "=", "r.scenarioId"))
    .select(["v.id", "v.leftAt", "v.branch", "v.detail", "v.stepId", "v.versionId", "v.scenarioId", "s.name"])
    .where("r.shopId", "=", shopId).where("r.customerId", "=", customerId).where("v.leftAt", "<", before).where("v.branch", "is not", null)
    .orderBy("v.leftAt", "desc").limit(ROWS_A_KIND).execute();
  const steps = await readStepFacts(db, shopId, rows.map((row) => row.versionId));
  return rows.map((row) => {
    const step = steps.get(row.versionId)?.get(row.stepId);
    const of = { at: row.leftAt, scenario: { id: row.scenarioId, name: row.name }, stepType: step?.type ?? "unknown" };
    const kind = kindOfVisit(row);
    const way = kind === "step-left" && step?.hasWays && row.branch !== null ? { way: { branch: row.branch, config: step.config, message: step.message } } : {};
    const left: TimelineItem = { ...of, ...way, id: row.id, kind, reason: readWait(row.detail), detail: readTag(row.detail) };
    const skipped = readSkipped(row.detail).map(({ what, why }, index): TimelineItem => ({ ...of, id: `${row.id}:${index}`, kind: "data-skipped", reason: why, detail: what }));
    return { anchor: row.leftAt, items: [left, ...skipped] };
  });
}

async function readMessages(db: Statements, shopId: number, customerId: string, before: Instant): Promise<Source[]> {
  const rows = await db.forShop(shopId).sql.selectFrom("Message as m")
    .innerJoin("Scenario as s", (join) => join.onRef("s.shopId", "=", "m.shopId").onRef("s.id", "=", "m.scenarioId"))
    .select(["m.id", "m.channel", "m.status", "m.reason", "m.detail", "m.subject", "m.queuedAt", "m.handedOverAt", "m.deliveredAt", "m.displayedAt", "m.bouncedAt", "m.complainedAt", "m.unsubscribedAt", "m.failedAt", "m.suppressedAt", "m.scenarioId", "s.name"])
    .where("m.shopId", "=", shopId).where("m.customerId", "=", customerId).where("m.queuedAt", "<", before)
    .orderBy("m.queuedAt", "desc").limit(ROWS_A_KIND).execute();
  return rows.map((row) => {
    const scenario = { id: row.scenarioId, name: row.name };
    const milestones: [TimelineItem["kind"], number | null][] = [
      ["message-sent", row.handedOverAt], ["message-delivered", afterSending(row.deliveredAt, row.handedOverAt)], ["message-displayed", afterSending(row.displayedAt, row.handedOverAt)], ["message-bounced", row.bouncedAt], ["message-complained", row.complainedAt],
      ["message-unsubscribed", row.unsubscribedAt], ["message-failed", row.failedAt], ["message-suppressed", row.suppressedAt],
      ["message-unknown", row.status === "unknown" ? row.queuedAt : null], ["message-cancelled", row.status === "cancelled" ? row.queuedAt : null],
    ];
    return { anchor: row.queuedAt, items: milestones.flatMap(([kind, at]) => (at === null ? [] : [{ id: `${row.id}:${kind}`, at, kind, scenario, channel: row.channel, subject: row.subject, reason: row.reason, detail: row.detail }])) };
  });
}

/** R31: what was asked of the outside and what became of it; one that was tried and will be again is under way. */
async function readErrands(db: Statements, shopId: number, customerId: string, before: Instant): Promise<Source[]> {
  const rows = await db.forShop(shopId).sql.selectFrom("Errand as e")
    .innerJoin("Scenario as s", (join) => join.onRef("s.shopId", "=", "e.shopId").onRef("s.id", "=", "e.scenarioId"))
    .select(["e.id", "e.status", "e.reason", "e.error", "e.stepId", "e.versionId", "e.attempts", "e.queuedAt", "e.settledAt", "e.scenarioId", "s.name"])
    .where("e.shopId", "=", shopId).where("e.customerId", "=", customerId).where("e.queuedAt", "<", before)
    // The code itself tells of that.
    .where((row) => row.not(row.and([row("e.kind", "=", "discount-code"), row("e.status", "=", "done")])))
    .orderBy("e.queuedAt", "desc").limit(ROWS_A_KIND).execute();
  const steps = await readStepFacts(db, shopId, rows.map((row) => row.versionId));
  const kinds: Record<string, TimelineItem["kind"]> = { done: "errand-done", failed: "errand-failed", unknown: "errand-unknown", cancelled: "errand-cancelled" };
  return rows.map((row) => {
    const kind = kinds[row.status] ?? (row.attempts > 0 ? "errand-trying" : null);
    const item = { id: row.id, at: row.settledAt ?? row.queuedAt, reason: row.reason, detail: row.error, stepType: steps.get(row.versionId)?.get(row.stepId)?.type ?? "unknown", scenario: { id: row.scenarioId, name: row.name } };
    return { anchor: row.queuedAt, items: kind === null ? [] : [{ ...item, kind }] };
  });
}

/** The provider may tell of the delivery before its answer to the hand-over is noted. */
function afterSending(at: Instant | null, handedOverAt: Instant | null): Instant | null {
  return at === null || handedOverAt === null ? at : Math.max(at, handedOverAt + 1);
}

async function readInteractions(db: Statements, shopId: number, customerId: string, before: Instant): Promise<Source[]> {
  const rows = await db.forShop(shopId).sql.selectFrom("Interaction as i")
    .innerJoin("Message as m", (join) => join.onRef("m.shopId", "=", "i.shopId").onRef("m.id", "=", "i.messageId"))
    .innerJoin("Scenario as s", (join) => join.onRef("s.shopId", "=", "i.shopId").onRef("s.id", "=", "i.scenarioId"))
    .select(["i.id", "i.at", "i.kind", "i.judged", "i.why", "m.subject", "i.scenarioId", "s.name"])
    .where("i.shopId", "=", shopId).where("i.customerId", "=", customerId).where("i.at", "<", before)
    .orderBy("i.at", "desc").limit(ROWS_A_KIND).execute();
  const prefix: Record<string, "" | "machine-" | "pending-"> = { human: "", machine: "machine-", pending: "pending-" };
  return rows.map((row) => lineOf({
    id: row.id, at: row.at, kind: `${prefix[row.judged] ?? "pending-"}${row.kind === "open" ? "opened" : "clicked"}` as TimelineItem["kind"],
    subject: row.subject, reason: row.why, scenario: { id: row.scenarioId, name: row.name },
  }));
}

/** What a step says of changes that it had to pass over. */
const passedOverDetail = z.object({ passedOver: z.literal("overdue") });

/** R40: moved out of a deleted step; R9: a message that came due while the scenario was stopped, and was skipped. */
function kindOfVisit({ branch, detail }: { branch: string | null; detail: string | null }): "step-moved" | "step-passed-over" | "step-left" {
  if (branch === "moved") return "step-moved";
  return detail !== null && passedOverDetail.safeParse(JSON.parse(detail)).success ? "step-passed-over" : "step-left";
}

const skippedDetail = z.object({ skipped: z.array(z.object({ what: z.string(), why: z.string() })) });

/** Why a wait ended without the date it was for. */
const waitDetail = z.object({ wait: z.string() });

function readSkipped(detail: string | null): { what: string; why: string }[] {
  const read = detail === null ? null : skippedDetail.safeParse(JSON.parse(detail));
  return read?.success ? read.data.skipped : [];
}

function readWait(detail: string | null): string | null {
  const read = detail === null ? null : waitDetail.safeParse(JSON.parse(detail));
  return read?.success ? `wait-${read.data.wait}` : null;
}

/** Which tag a step added or took away. */
const tagDetail = z.object({ tag: z.string() });

function readTag(detail: string | null): string | null {
  const read = detail === null ? null : tagDetail.safeParse(JSON.parse(detail));
  return read?.success ? read.data.tag : null;
}

const TRAIT_KINDS = { set: "trait-set", clear: "trait-cleared", add: "trait-added" } as const;

async function readTraits(db: Statements, shopId: number, customerId: string, before: Instant): Promise<Source[]> {
  const changes = await readTraitChanges(db, shopId, customerId, before, ROWS_A_KIND);
  return changes.map(({ id, at, name, did, scenario, staffId, imported, ...trait }) => lineOf({
    id, at, kind: did === "add" && (trait.amount ?? 0) < 0 ? "trait-taken" : TRAIT_KINDS[did], detail: name, trait, ...(scenario ? { scenario } : { reason: `${imported ? "import" : "hand"}${staffId === null ? "" : "-of"}`, staff: staffId }),
  }));
}

async function readOrders(db: Statements, shopId: number, customerId: string, before: Instant): Promise<Source[]> {
  const rows = await db.forShop(shopId).sql.selectFrom("ShopOrder as o")
    .leftJoin("Conversion as c", (join) => join.onRef("c.shopId", "=", "o.shopId").onRef("c.orderId", "=", "o.id"))
    .leftJoin("Scenario as s", (join) => join.onRef("s.shopId", "=", "c.shopId").onRef("s.id", "=", "c.scenarioId"))
    .select(["o.id", "o.name", "o.placedAt", "o.cancelledAt", "o.totalMinor", "o.currency", "c.by", "c.amountMinor", "c.scenarioId", "s.name as scenarioName"])
    .where("o.shopId", "=", shopId).where("o.customerId", "=", customerId).where("o.placedAt", "<", before)
    .orderBy("o.placedAt", "desc").limit(ROWS_A_KIND).execute();
  return rows.map((row) => {
    const items: TimelineItem[] = [{ id: `${row.id}:placed`, at: row.placedAt, kind: "order-placed", detail: row.name, money: { minor: row.totalMinor, currency: row.currency } }];
    if (row.scenarioId && row.amountMinor !== null) {
      items.push({
        id: `${row.id}:credited`, at: row.placedAt, kind: "order-credited", detail: row.name, reason: row.by,
        scenario: { id: row.scenarioId, name: row.scenarioName ?? "" }, money: { minor: row.amountMinor, currency: row.currency },
      });
    }
    if (row.cancelledAt !== null) items.push({ id: `${row.id}:cancelled`, at: row.cancelledAt, kind: "order-cancelled", detail: row.name });
    return { anchor: row.placedAt, items };
  });
}

async function readEvents(db: Statements, shopId: number, customerId: string, before: Instant): Promise<Source[]> {
  const rows = await db.forShop(shopId).selectFrom("Event").select(["id", "at", "type", "name", "properties"])
    .where("customerId", "=", customerId).where("at", "<", before).where("type", "!=", "order_placed")
    .orderBy("at", "desc").limit(ROWS_A_KIND).execute();
  const titles = await readProductTitles(db, shopId, rows.map((row) => productIdOf(row.properties)));
  return rows.map((row) => lineOf({ id: row.id, at: row.at, kind: row.type as TimelineItem["kind"], detail: row.name ?? titles.get(productIdOf(row.properties) ?? "") ?? pathOf(row.properties) }));
}

async function readProductTitles(db: Statements, shopId: number, ids: (string | null)[]): Promise<Map<string, string>> {
  const known = [...new Set(ids)].filter((id) => id !== null);
  if (known.length === 0) return new Map();
  const rows = await db.forShop(shopId).selectFrom("Product").select(["id", "title"]).where("id", "in", known).execute();
  return new Map(rows.map((row) => [row.id, row.title]));
}

interface EventProperties {
  productId?: string;
  page?: { path?: string };
}

const productIdOf = (properties: string): string | null => (JSON.parse(properties) as EventProperties).productId ?? null;
const pathOf = (properties: string): string | null => (JSON.parse(properties) as EventProperties).page?.path ?? null;
