import { z } from "zod";
import type { Selectable } from "kysely";
import type { Statements } from "~/adapters/db/database.server";
import type { Message } from "~/adapters/db/generated/tables";
import type { ConsentState } from "~/domain/engine/facts";
import type { Instant } from "~/domain/instant";
import type { SendingFacts } from "~/domain/message/decide-sending";
import { loadRunDiscounts, staleCodeOf } from "./run-discounts.server";
import type { MessageSubject } from "~/queries/message-sources.server";
import type { ShopRow } from "~/queries/shop.server";
import type { SendingTerms } from "~/domain/message/sending-terms";
import type { Outbound } from "./outbound";
import { loadTriggerTruths, triggerOfRun } from "./load-trigger-truths.server";
import { loadAddresses } from "./load-addresses.server";

export type QueuedMessage = Pick<Selectable<Message>, "id" | "runId" | "scenarioId" | "versionId" | "stepId" | "customerId">;

export interface SendingCase {
  message: QueuedMessage;
  terms: SendingTerms;
  facts: SendingFacts;
  /** Null where the customer is gone. */
  subject: MessageSubject | null;
}

/** What is true of these messages of one shop at this moment, in fourteen statements at most, whatever their number. */
export async function loadSendingFacts(db: Pick<Statements, "forShop">, shop: ShopRow, outbound: Pick<Outbound, "channel" | "hasSender" | "texts">, asked: readonly { message: QueuedMessage; terms: SendingTerms }[], now: Instant): Promise<SendingCase[]> {
  const own = db.forShop(shop.id);
  const customerIds = [...new Set(asked.map(({ message }) => message.customerId))];
  const runs = await own.selectFrom("Run").select(["id", "status", "stepId", "context", "customerId", "enteredAt"]).where("id", "in", asked.map(({ message }) => message.runId)).execute();
  const customers = await own.selectFrom("Customer")
    .select(["id", "email", "phone", "firstName", "lastName", "city", "countryCode", "ordersCount", "totalSpentMinor", "currency", "deletedAt"]).where("id", "in", customerIds).execute();
  const consents = await own.selectFrom("Consent").select(["id", "key", "name", "channels"]).execute();
  const states = await own.selectFrom("CustomerConsent").select(["customerId", "consentId", "state"]).where("customerId", "in", customerIds).execute();
  const addressOf = await loadAddresses(db, shop.id, outbound.channel, customers);
  const addresses = [...addressOf.values()].map((address) => address.toLowerCase());
  const gone = new Set((await own.selectFrom("SuppressedAddress").select("address").where("channel", "=", outbound.channel).where("address", "in", addresses).execute()).map(({ address }) => address));
  const runOf = new Map(runs.map((run) => [run.id, { ...run, context: triggerOfRun.parse(JSON.parse(run.context)) }]));
  const truths = await loadTriggerTruths(db, shop.id, [...runOf.values()].map(({ id, ...run }) => ({ runId: id, ...run })), now);

  const discounts = await loadRunDiscounts(own, asked.map(({ message }) => message.runId), now);

  const customerOf = new Map(customers.map((customer) => [customer.id, customer]));
  const consentOf = new Map(consents.filter(({ channels }) => z.array(z.string()).parse(JSON.parse(channels)).includes(outbound.channel)).map((consent) => [consent.key, consent]));
  const stateOf = new Map(states.map(({ customerId, consentId, state }) => [`${customerId} ${consentId}`, state as ConsentState]));

  return asked.map(({ message, terms }) => {
    const run = runOf.get(message.runId) ?? null;
    const customer = customerOf.get(message.customerId) ?? null;
    const truth = truths.get(message.runId);
    const address = customer ? addressOf.get(customer.id) ?? null : null;
    const key = terms.transactional ? null : terms.consent;
    const consent = key === null ? null : consentOf.get(key) ?? null;
    const facts: SendingFacts = {
      channel: outbound.channel, run, stepId: message.stepId, customer: customer && { address, deletedAt: customer.deletedAt },
      permission: terms.transactional ? null : { consent, key: key ?? "", state: stateOf.get(`${message.customerId} ${consent?.id ?? ""}`) ?? "never-asked" },
      addressGone: address !== null && gone.has(address.toLowerCase()),
      untrue: truth?.untrue ?? null,
      staleCode: staleCodeOf(outbound.texts(terms), discounts.get(message.runId) ?? []),
      hasSender: outbound.hasSender(shop),
    };
    return { message, terms, facts, subject: customer ? { customer, cart: truth?.cart ?? null, discounts: discounts.get(message.runId) ?? [], context: { ...run?.context, productIds: truth?.productIds ?? [] } } : null };
  });
}
