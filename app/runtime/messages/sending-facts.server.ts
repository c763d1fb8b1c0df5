import { z } from "zod";
import type { Selectable } from "kysely";
import type { Statements } from "~/adapters/db/database.server";
import type { Message } from "~/adapters/db/generated/tables";
import type { ConsentState } from "~/domain/engine/facts";
import type { Instant } from "~/domain/instant";
import type { SendingFacts } from "~/domain/message/decide-sending";
import { loadRunDiscounts, staleCodeOf } from "./run-discounts.server";
import { readCart, type MessageSubject } from "~/queries/message-sources.server";
import type { ShopRow } from "~/queries/shop.server";
import type { SendEmailConfig } from "~/steps/send-email/definition";

export type QueuedMessage = Pick<Selectable<Message>, "id" | "runId" | "scenarioId" | "versionId" | "stepId" | "customerId">;

export interface SendingCase {
  message: QueuedMessage;
  config: SendEmailConfig;
  facts: SendingFacts;
  /** Null where the customer is gone. */
  subject: MessageSubject | null;
}

const context = z.object({ cartToken: z.string().optional(), productIds: z.array(z.string()).optional(), orderId: z.string().optional() }).catch({});

/** What is true of these messages of one shop at this moment, in eight statements whatever their number. */
export async function loadSendingFacts(db: Pick<Statements, "forShop">, shop: ShopRow, asked: readonly { message: QueuedMessage; config: SendEmailConfig }[], now: Instant): Promise<SendingCase[]> {
  const own = db.forShop(shop.id);
  const customerIds = [...new Set(asked.map(({ message }) => message.customerId))];
  const runs = await own.selectFrom("Run").select(["id", "status", "stepId", "context"]).where("id", "in", asked.map(({ message }) => message.runId)).execute();
  const customers = await own.selectFrom("Customer")
    .select(["id", "email", "firstName", "lastName", "city", "countryCode", "ordersCount", "totalSpentMinor", "currency", "deletedAt"]).where("id", "in", customerIds).execute();
  const consents = await own.selectFrom("Consent").select(["id", "key", "name", "channels"]).execute();
  const states = await own.selectFrom("CustomerConsent").select(["customerId", "consentId", "state"]).where("customerId", "in", customerIds).execute();
  const addresses = customers.flatMap(({ email }) => email?.toLowerCase() ?? []);
  const bounced = new Set((await own.selectFrom("SuppressedAddress").select("address").where("channel", "=", "email").where("address", "in", addresses).execute()).map(({ address }) => address));
  const runOf = new Map(runs.map((run) => [run.id, { ...run, context: context.parse(JSON.parse(run.context)) }]));
  const tokens = [...runOf.values()].flatMap((run) => run.context.cartToken ?? []);
  const carts = tokens.length === 0 ? [] : await own.selectFrom("Cart").select(["token", "currency", "totalMinor", "lines", "checkoutUrl", "orderedAt", "customerId"]).where("token", "in", [...new Set(tokens)]).execute();

  const discounts = await loadRunDiscounts(own, asked.map(({ message }) => message.runId), now);

  const customerOf = new Map(customers.map((customer) => [customer.id, customer]));
  const consentOf = new Map(consents.filter(({ channels }) => z.array(z.string()).parse(JSON.parse(channels)).includes("email")).map((consent) => [consent.key, consent]));
  const stateOf = new Map(states.map(({ customerId, consentId, state }) => [`${customerId} ${consentId}`, state as ConsentState]));
  const cartOf = new Map(carts.map((row) => [row.token, { ordered: row.orderedAt !== null, owner: row.customerId, data: readCart(row) }]));

  return asked.map(({ message, config }) => {
    const run = runOf.get(message.runId) ?? null;
    const customer = customerOf.get(message.customerId) ?? null;
    const cart = cartOf.get(run?.context.cartToken ?? "") ?? null;
    const key = config.transactional ? null : config.consent;
    const consent = key === null ? null : consentOf.get(key) ?? null;
    const facts: SendingFacts = {
      run, stepId: message.stepId, customer,
      permission: config.transactional ? null : { consent, key: key ?? "", state: stateOf.get(`${message.customerId} ${consent?.id ?? ""}`) ?? "never-asked" },
      addressBounced: customer?.email ? bounced.has(customer.email.toLowerCase()) : false,
      cart: cart ? { ordered: cart.ordered, empty: cart.data.lines.length === 0, ofAnother: cart.owner !== null && cart.owner !== message.customerId } : null,
      staleCode: staleCodeOf(config, discounts.get(message.runId) ?? []),
      senderEmail: shop.senderEmail,
    };
    return { message, config, facts, subject: customer ? { customer, cart: cart?.data ?? null, discounts: discounts.get(message.runId) ?? [], context: run?.context ?? {} } : null };
  });
}
