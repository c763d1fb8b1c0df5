import type { Selectable } from "kysely";
import { z } from "zod";
import type { ShopifyWrite } from "~/adapters/db/generated/tables";
import { AdminApiError, type AdminApi } from "~/adapters/shopify/admin-api";
import { appInstallation, setAppConfig } from "~/adapters/shopify/queries/app-config";
import { addTags, removeTags } from "~/adapters/shopify/queries/change-tags";
import { updateEmailConsent } from "~/adapters/shopify/queries/update-email-consent";
import { updateSmsConsent } from "~/adapters/shopify/queries/update-sms-consent";
import { toGid } from "~/adapters/shopify/shapes";
import type { ServiceContext } from "~/app-context";
import { chunksOf } from "~/services/chunks-of";
import { tagWishes } from "~/services/shopify/queue-tag-writes.server";
import { MOST_METAFIELDS, deleteMetafields, setMetafields } from "~/adapters/shopify/queries/customer-metafields";
import { readTraitsToTell } from "~/queries/traits-to-tell.server";
import { traitWishes } from "~/services/shopify/queue-trait-writes.server";
import type { ShopifyChannel } from "~/services/shopify/queue-shopify-write.server";
import { decidedThere } from "./decided-there.server";

export type Write = Selectable<ShopifyWrite>;

const consentPayload = z.object({ state: z.enum(["granted", "withdrawn", "pending"]), at: z.number() });
const configPayload = z.object({ proxyPath: z.string() });
const MARKETING_STATE = { granted: "SUBSCRIBED", withdrawn: "UNSUBSCRIBED", pending: "PENDING" } as const;

/** Tells Shopify one thing (R45); telling it twice changes nothing. Throws AdminApiError. */
export async function tellShopify(context: ServiceContext, api: AdminApi, write: Write): Promise<void> {
  const payload: unknown = JSON.parse(write.payload);
  if (write.kind === "app-config") return tellConfig(api, payload);
  const customer = await context.db.forShop(write.shopId).selectFrom("Customer").select("shopifyId").where("id", "=", write.subjectId).executeTakeFirst();
  if (!customer || customer.shopifyId === null) throw new AdminApiError("the customer is not in Shopify", { retryable: false, code: "NO_CUSTOMER" });
  const id = toGid("Customer", customer.shopifyId);
  switch (write.kind) {
    case "tags": return tellTags(api, id, payload);
    case "traits": return tellTraits(context, api, write, id, payload);
    case "email-consent": return tellConsent(context, api, write, id, "email");
    case "sms-consent": return tellConsent(context, api, write, id, "sms");
    default: throw new AdminApiError(`nobody tells Shopify of ${write.kind}`, { retryable: false, code: "NO_KIND" });
  }
}

async function tellConfig(api: AdminApi, payload: unknown): Promise<void> {
  const { data } = await api.ask(appInstallation, {});
  const written = await api.ask(setAppConfig, { owner: data.currentAppInstallation.id, value: JSON.stringify(configPayload.parse(payload)) });
  refuseErrors(written.data.metafieldsSet?.userErrors);
}

/** Removals first: Shopify takes no more tags than 250 a customer. */
async function tellTags(api: AdminApi, id: string, payload: unknown): Promise<void> {
  const { add, remove } = tagWishes.parse(payload);
  if (remove.length > 0) refuseErrors((await api.ask(removeTags, { id, tags: remove })).data.tagsRemove?.userErrors);
  if (add.length > 0) refuseErrors((await api.ask(addTags, { id, tags: add })).data.tagsAdd?.userErrors);
}

/** Traits are ours: what stands in their metafields is what they are here now, whoever changed it there. */
async function tellTraits({ db }: ServiceContext, api: AdminApi, write: Write, ownerId: string, payload: unknown): Promise<void> {
  const { set, removed } = await readTraitsToTell(db, write.shopId, write.subjectId, traitWishes.parse(payload).traits);
  for (const piece of chunksOf(removed, MOST_METAFIELDS)) refuseErrors((await api.ask(deleteMetafields, { metafields: piece.map((of) => ({ ownerId, ...of })) })).data.metafieldsDelete?.userErrors);
  for (const piece of chunksOf(set, MOST_METAFIELDS)) refuseErrors((await api.ask(setMetafields, { metafields: piece.map((of) => ({ ownerId, ...of })) })).data.metafieldsSet?.userErrors);
}

/** The later change wins: what was decided there after it was decided here is taken over in place of being overwritten. */
async function tellConsent(context: ServiceContext, api: AdminApi, write: Write, id: string, channel: ShopifyChannel): Promise<void> {
  const { state, at } = consentPayload.parse(JSON.parse(write.payload));
  if (await decidedThere(context, api, { shopId: write.shopId, customerId: write.subjectId, gid: id, channel, state, at })) return;
  const said = { marketingState: MARKETING_STATE[state], consentUpdatedAt: new Date(at).toISOString(), ...(state === "withdrawn" ? {} : { marketingOptInLevel: "SINGLE_OPT_IN" as const }) };
  if (channel === "sms") {
    const { data } = await api.ask(updateSmsConsent, { input: { customerId: id, smsMarketingConsent: said } });
    return refuseErrors(data.customerSmsMarketingConsentUpdate?.userErrors);
  }
  const { data } = await api.ask(updateEmailConsent, { input: { customerId: id, emailMarketingConsent: said } });
  refuseErrors(data.customerEmailMarketingConsentUpdate?.userErrors);
}

function refuseErrors(errors: readonly { message: string }[] | undefined): void {
  if (!errors || errors.length > 0) throw new AdminApiError(errors?.map(({ message }) => message).join(" ") ?? "no answer", { retryable: false, code: "USER_ERROR" });
}
