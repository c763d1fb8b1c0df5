import { randomBytes } from "node:crypto";
import { z } from "zod";
import { AdminApiError, type OpenAdminApi } from "~/adapters/shopify/admin-api";
import type { Database, Statements, WriteStatements } from "~/adapters/db/database.server";
import type { AppContext } from "~/app-context";
import { CODE_LETTERS, codeKeyOf, writeCode } from "~/domain/discount/write-code";
import { discountOfferSchema } from "~/domain/discount/discount-offer";
import { DAY, HOUR, type Instant } from "~/domain/instant";
import type { ShopRow } from "~/queries/shop.server";
import type { CodeOrder } from "~/services/discounts/code-order";
import { issueFromPool } from "~/services/discounts/issue-from-pool.server";
import { CodeRefused, makeInShopify, type MadeCode } from "~/services/discounts/make-in-shopify.server";
import { discountCodeConfig } from "~/steps/discount-code/definition";
import type { ErrandDoer, ErrandRow, Prepared, Tried } from "./errand-doer";

/** What is stored before the first try. The code is decided here, so a try that follows asks for the same one. */
const payloadSchema = z.discriminatedUnion("from", [
  z.object({ from: z.literal("pool"), poolId: z.string(), name: z.string().nullable(), whenStale: z.enum(["suppress", "without"]), expiresInDays: z.number().nullable() }),
  z.object({
    from: z.literal("shopify"), code: z.string(), offer: discountOfferSchema, minimumMinor: z.number().nullable(), currency: z.string(), customerShopifyId: z.string().nullable(), title: z.string(),
    name: z.string().nullable(), whenStale: z.enum(["suppress", "without"]), expiresInDays: z.number().nullable(),
  }),
]);
type Payload = z.infer<typeof payloadSchema>;

/** Shopify's client gives up after 30 seconds; a try asks at most three times. Real time. */
const LEASE_MS = 120_000;

/**
 * Gives a customer a discount code (R30). Tried twice it gives one code: that of a pool is found by the effect's id, and
 * one made in Shopify has the code itself for its key, which Shopify takes once and can be asked for.
 */
export function discountCodeDoer({ db, clock, newId }: Pick<AppContext, "db" | "clock" | "newId">, openAdminApi: OpenAdminApi): ErrandDoer {
  return {
    policy: { mostTries: 10, first: 5_000, factor: 4, longest: HOUR },
    leaseMs: LEASE_MS,
    prepare,
    async act(shop, errand, now) {
      const payload = payloadSchema.parse(JSON.parse(errand.payload));
      if (payload.from === "pool") return fromPool(db, shop, errand, payload, now);
      try {
        const api = await openAdminApi(shop.domain);
        const made = await makeInShopify(api, { ...payload, startsAt: now, endsAt: endOf(payload, now) }, errand.attempts > 1 || errand.retriedAt !== null);
        const at = clock.now();
        const code = await db.write((tx) => keepMade(tx, { shop, errand, payload, made, id: newId(), at }));
        return { outcome: "done", result: { code } };
      } catch (error) {
        return failureOf(error);
      }
    },
    // A code that no row knows was shown to nobody.
    async findOut(shop, { effectId }) {
      const kept = await db.forShop(shop.id).selectFrom("DiscountCode").select("code").where("effectId", "=", effectId).executeTakeFirst();
      return kept ? { result: { code: kept.code } } : null;
    },
  };
}

async function prepare(db: Statements, shop: ShopRow, errand: ErrandRow): Promise<Prepared> {
  const config = discountCodeConfig.safeParse(JSON.parse(errand.request ?? "null"));
  if (!config.success) return { ok: false, status: "failed", reason: "bad-request", error: z.prettifyError(config.error) };
  const { source, name, whenStale, expiresInDays } = config.data;
  const common = { name: name === "" ? null : name, whenStale, expiresInDays };
  if (source.from === "pool") return ready({ ...common, from: "pool", poolId: source.poolId });
  const own = db.forShop(shop.id);
  const customer = await own.selectFrom("Customer").select("shopifyId").where("id", "=", errand.customerId).executeTakeFirst();
  const scenario = await own.selectFrom("Scenario").select("name").where("id", "=", errand.scenarioId).executeTakeFirst();
  const code = await freshCode(db, shop.id, source.prefix);
  return ready({
    ...common, from: "shopify", code, offer: source.offer, minimumMinor: source.minimumMinor, currency: shop.currency, customerShopifyId: customer?.shopifyId ?? null,
    title: `${scenario?.name ?? shop.name}: ${code}`.slice(-255),
  });
}

const ready = (payload: Payload): Prepared => ({ ok: true, payload: JSON.stringify(payload) });

/** One that the shop does not know yet; with 50 bits of chance the first nearly always is. */
async function freshCode(db: Statements, shopId: number, prefix: string): Promise<string> {
  for (;;) {
    const code = writeCode(prefix, randomBytes(CODE_LETTERS));
    const known = await db.forShop(shopId).selectFrom("DiscountCode").select("id").where("codeKey", "=", codeKeyOf(code)).executeTakeFirst();
    if (!known) return code;
  }
}

async function fromPool(db: Database, shop: ShopRow, errand: ErrandRow, payload: Extract<Payload, { from: "pool" }>, now: Instant): Promise<Tried> {
  const issued = await db.write((tx) => issueFromPool(tx, shop.id, payload.poolId, orderOf(errand, payload), now, endOf(payload, now)));
  return issued.ok ? { outcome: "done", result: { code: issued.code } } : { outcome: "failed", reason: issued.reason, error: null };
}

/** Keeps a code that Shopify made. Done again after a crash, or by two at once, it stays as it was first kept. */
async function keepMade(
  tx: WriteStatements, { shop, errand, payload, made, id, at }: { shop: ShopRow; errand: ErrandRow; payload: Extract<Payload, { from: "shopify" }>; made: MadeCode; id: string; at: Instant },
): Promise<string> {
  const { code, offer, minimumMinor, currency } = payload;
  await tx.forShop(shop.id).insertInto("DiscountCode").values({
    shopId: shop.id, id, poolId: null, code, codeKey: codeKeyOf(code), status: "issued", kind: offer.kind,
    percent: offer.kind === "percentage" ? offer.percent : null, amountMinor: offer.kind === "amount" ? offer.amountMinor : null, minimumMinor, currency,
    ...orderOf(errand, payload), createdAt: at, issuedAt: made.startsAt, expiresAt: made.endsAt, shopifyId: made.shopifyId,
  }).onConflict((conflict) => conflict.columns(["shopId", "effectId"]).doNothing()).execute();
  return code;
}

const orderOf = ({ effectId, runId, scenarioId, stepId, customerId }: ErrandRow, { name, whenStale }: Payload): CodeOrder => ({ effectId, runId, scenarioId, stepId, customerId, name, whenStale });

const endOf = ({ expiresInDays }: Payload, issuedAt: Instant): Instant | null => (expiresInDays === null ? null : issuedAt + expiresInDays * DAY);

function failureOf(error: unknown): Tried {
  if (error instanceof CodeRefused) return { outcome: "failed", reason: "code-refused", error: error.message };
  if (!(error instanceof AdminApiError)) throw error;
  if (error.code === "ACCESS_DENIED") return { outcome: "failed", reason: "scope-missing", error: error.message };
  if (error.retryable) return { outcome: "later", certain: error.code === "THROTTLED", after: error.retryAfterMs, reason: "no-answer", error: error.message };
  return { outcome: "failed", reason: "shopify-refused", error: error.message };
}
