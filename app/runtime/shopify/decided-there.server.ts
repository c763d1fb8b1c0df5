import type { AdminApi } from "~/adapters/shopify/admin-api";
import { customerConsents } from "~/adapters/shopify/queries/customer-consents";
import type { ServiceContext } from "~/app-context";
import type { Instant } from "~/domain/instant";
import { consentInStepWith, consentStateOf, optInText, recordConsents } from "~/services/customers/record-consents.server";
import type { ShopifyChannel, WritableConsent } from "~/services/shopify/queue-shopify-write.server";

/** Shopify gives instants back in whole seconds. */
const PRECISION = 1_000;

interface Decided {
  shopId: number;
  customerId: string;
  gid: string;
  channel: ShopifyChannel;
  state: WritableConsent;
  /** When it was decided here. */
  at: Instant;
}

/**
 * Whether Shopify need not hear of a consent (R45): it knows it so already, has no such customer or address any more, or holds
 * what the customer decided there later, whose webhook has not come yet. The last is then taken over here, with Shopify's word as its evidence.
 */
export async function decidedThere(context: ServiceContext, api: AdminApi, { shopId, customerId, gid, channel, state, at }: Decided): Promise<boolean> {
  const { data } = await api.ask(customerConsents, { id: gid });
  const address = channel === "email" ? data.customer?.defaultEmailAddress : data.customer?.defaultPhoneNumber;
  if (!address) {
    context.log.info({ shopId, customerId, channel, customer: data.customer !== null }, "Shopify has no address for a consent; it is not told");
    return true;
  }
  const there = consentStateOf(address.marketingState);
  if (there === state) return true;
  const { marketingUpdatedAt: later, marketingOptInLevel: level, marketingState: word } = address;
  if (later === null || later <= at + PRECISION) return false;
  await context.db.write(async (tx) => {
    const consentId = await consentInStepWith(tx, shopId, channel);
    if (consentId === null) return;
    const taken = there ?? "withdrawn";
    const evidence = JSON.stringify({ shopify: word, ...(level ? { optInLevel: level } : {}) });
    const deps = { now: context.clock.now(), newId: context.newId, log: context.log };
    await recordConsents(tx, deps, shopId, consentId, [{ customerId, state: taken, at: later, source: "shopify", text: optInText(taken, level), evidence }]);
  });
  context.wake.wake("runs");
  context.log.info({ shopId, customerId, channel, here: state, there: word }, "a later decision in Shopify was taken over");
  return true;
}
