import type { Selectable } from "kysely";
import { z } from "zod";
import type { ShopifyWrite } from "~/adapters/db/generated/tables";
import { AdminApiError, type AdminApi, type OpenAdminApi } from "~/adapters/shopify/admin-api";
import { appInstallation, setAppConfig } from "~/adapters/shopify/queries/app-config";
import { addTags, removeTags } from "~/adapters/shopify/queries/change-tags";
import { updateSmsConsent } from "~/adapters/shopify/queries/update-sms-consent";
import { updateEmailConsent } from "~/adapters/shopify/queries/update-email-consent";
import { toGid } from "~/adapters/shopify/shapes";
import type { ServiceContext } from "~/app-context";
import { retryDelay } from "~/runtime/retry-delay";
import type { Work } from "~/runtime/work";
import { tagWishes } from "~/services/shopify/queue-tag-writes.server";

type Write = Selectable<ShopifyWrite>;

const LEASE_MS = 45_000;
const consentPayload = z.object({ state: z.enum(["granted", "withdrawn", "pending"]), at: z.number() });
const configPayload = z.object({ proxyPath: z.string() });
const MARKETING_STATE = { granted: "SUBSCRIBED", withdrawn: "UNSUBSCRIBED", pending: "PENDING" } as const;

/**
 * R45: tells Shopify what changed here. Each write states the wished end, so that doing it twice changes nothing; one
 * that was changed again meanwhile (its revision grew) stays waiting.
 */
export function shopifyWritesWork(context: ServiceContext, openAdminApi: OpenAdminApi): Work {
  const { db, clock, log } = context;

  const claim = async (write: Write): Promise<boolean> => {
    const real = clock.real();
    const { numUpdatedRows } = await db.write((tx) =>
      ofWrite(tx.forShop(write.shopId).updateTable("ShopifyWrite"), write).set({ leaseUntil: real + LEASE_MS })
        .where("status", "=", "waiting").where("revision", "=", write.revision)
        .where((row) => row.or([row("leaseUntil", "is", null), row("leaseUntil", "<", real)])).executeTakeFirst());
    return numUpdatedRows === 1n;
  };

  const settle = (write: Write, set: Partial<Pick<Write, "status" | "error" | "doneAt" | "nextTryAt" | "attempts">>) =>
    db.write((tx) => ofWrite(tx.forShop(write.shopId).updateTable("ShopifyWrite"), write).set({ ...set, leaseUntil: null }).where("revision", "=", write.revision).execute());

  const noteFailure = async (write: Write, failure: unknown): Promise<void> => {
    const attempts = write.attempts + 1;
    const retryable = !(failure instanceof AdminApiError) || failure.retryable;
    const delay = retryable ? retryDelay(attempts) : null;
    const rest = failure instanceof AdminApiError ? failure.retryAfterMs : 0;
    log.warn({ err: failure, shopId: write.shopId, kind: write.kind, subject: write.subjectId, attempts }, delay === null ? "Shopify refused a change" : "a change could not be told to Shopify; it is tried again");
    const error = failure instanceof Error ? failure.message : String(failure);
    await settle(write, { attempts, error, ...(delay === null ? { status: "failed" } : { nextTryAt: clock.now() + Math.max(delay, rest) }) });
  };

  return {
    name: "shopify-writes",
    async runDue() {
      const write = await db.acrossShops.selectFrom("ShopifyWrite").selectAll().where("status", "=", "waiting").where("nextTryAt", "<=", clock.now())
        .where((row) => row.or([row("leaseUntil", "is", null), row("leaseUntil", "<", clock.real())])).orderBy("nextTryAt").executeTakeFirst();
      if (!write || !(await claim(write))) return 0;
      try {
        const shop = await db.acrossShops.selectFrom("Shop").select("domain").where("id", "=", write.shopId).executeTakeFirstOrThrow();
        await tell(await openAdminApi(shop.domain), write, await shopifyIdOf(context, write));
        await settle(write, { status: "done", error: null, doneAt: clock.now() });
      } catch (error) {
        await noteFailure(write, error);
      }
      return 1;
    },
    async nextDueAt() {
      const next = await db.acrossShops.selectFrom("ShopifyWrite").select((row) => row.fn.min("nextTryAt").as("at")).where("status", "=", "waiting").executeTakeFirst();
      return next?.at ?? null;
    },
  };
}

function ofWrite<Query extends { where(column: "kind" | "subjectId", is: "=", value: string): Query }>(query: Query, write: Write): Query {
  return query.where("kind", "=", write.kind).where("subjectId", "=", write.subjectId);
}

async function shopifyIdOf({ db }: ServiceContext, write: Write): Promise<string | null> {
  if (write.subjectId === "") return null;
  const customer = await db.forShop(write.shopId).selectFrom("Customer").select("shopifyId").where("id", "=", write.subjectId).executeTakeFirst();
  return customer?.shopifyId ?? null;
}

async function tell(api: AdminApi, write: Write, customerShopifyId: string | null): Promise<void> {
  const payload: unknown = JSON.parse(write.payload);
  if (write.kind === "app-config") {
    const { data } = await api.ask(appInstallation, {});
    const written = await api.ask(setAppConfig, { owner: data.currentAppInstallation.id, value: JSON.stringify(configPayload.parse(payload)) });
    return refuseErrors(written.data.metafieldsSet?.userErrors);
  }
  if (customerShopifyId === null) throw new AdminApiError("the customer is not in Shopify", { retryable: false, code: "NO_CUSTOMER" });
  const id = toGid("Customer", customerShopifyId);
  if (write.kind === "tags") return tellTags(api, id, payload);
  const { state, at } = consentPayload.parse(payload);
  const said = { marketingState: MARKETING_STATE[state], consentUpdatedAt: new Date(at).toISOString(), ...(state === "withdrawn" ? {} : { marketingOptInLevel: "SINGLE_OPT_IN" as const }) };
  if (write.kind === "sms-consent") {
    const { data } = await api.ask(updateSmsConsent, { input: { customerId: id, smsMarketingConsent: said } });
    return refuseErrors(data.customerSmsMarketingConsentUpdate?.userErrors);
  }
  const { data } = await api.ask(updateEmailConsent, { input: { customerId: id, emailMarketingConsent: said } });
  refuseErrors(data.customerEmailMarketingConsentUpdate?.userErrors);
}

/** Removals first: Shopify takes no more tags than 250 a customer. */
async function tellTags(api: AdminApi, id: string, payload: unknown): Promise<void> {
  const { add, remove } = tagWishes.parse(payload);
  if (remove.length > 0) refuseErrors((await api.ask(removeTags, { id, tags: remove })).data.tagsRemove?.userErrors);
  if (add.length > 0) refuseErrors((await api.ask(addTags, { id, tags: add })).data.tagsAdd?.userErrors);
}

function refuseErrors(errors: readonly { message: string }[] | undefined): void {
  if (!errors || errors.length > 0) throw new AdminApiError(errors?.map(({ message }) => message).join(" ") ?? "no answer", { retryable: false, code: "USER_ERROR" });
}
