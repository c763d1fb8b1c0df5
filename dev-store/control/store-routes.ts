import { z } from "zod";
import type { Store } from "../state/store.ts";
import type { WebhookSender } from "../webhooks/create-webhook-sender.ts";
import { ControlError } from "./control-error.ts";
import { checked, type ControlRoute } from "./control-route.ts";

const webhook = z.strictObject({
  topic: z.string().regex(/^[a-z_]+(?:\.[a-z_]+)?(?:\/[a-z_]+)?$/, "Expected a topic such as orders/create"),
  payload: z.record(z.string(), z.unknown()),
  id: z.string().min(1).max(200).optional(),
  eventId: z.string().min(1).max(200).optional(),
});
const embed = z.strictObject({ enabled: z.boolean().optional(), settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(), handle: z.string().regex(/^[a-z0-9-]+$/).default("tracker") });

const market = z.strictObject({ currency: z.string().regex(/^[A-Z]{3}$/), rate: z.number().positive(), fixed: z.record(z.string(), z.number().int().nonnegative()).default({}) });

export interface StoreRoutesOptions {
  store: Store;
  sender: Pick<WebhookSender, "deliver">;
  /** Empties whatever is not the shop's own state: inbox, faults, callbacks. */
  forget: () => void;
  health: () => Promise<Record<string, unknown>>;
}

/** What concerns the store as a whole: webhooks by hand, the app embed switch, reset, health. */
export function storeRoutes({ store, sender, forget, health }: StoreRoutesOptions): ControlRoute[] {
  const embeds = (handle: string) => ({ enabled: store.installation.embed(handle).enabled, handle, embeds: Object.fromEntries(store.state.themeEmbeds) });
  return [
    {
      method: "POST",
      path: "/webhooks",
      handle: async ({ body }) => {
        const { topic, payload, id, eventId } = checked(webhook, body);
        const delivery = await sender.deliver({ topic, payload, ...(id === undefined ? {} : { id }), ...(eventId === undefined ? {} : { eventId }) });
        const { status = null, error = null } = delivery.attempts.at(-1) ?? {};
        return { status: status === null ? 502 : 200, body: { status, id: delivery.webhookId, eventId: delivery.eventId, ...(error === null ? {} : { error: { code: "no_answer", message: error } }) } };
      },
    },
    { method: "GET", path: "/embed", handle: ({ query }) => ({ body: embeds(query.get("handle") ?? "tracker") }) },
    {
      method: "PUT",
      path: "/embed",
      handle: ({ body }) => {
        const { enabled, settings, handle } = checked(embed, body);
        store.installation.setEmbed(handle, { ...(enabled === undefined ? {} : { enabled }), ...(settings === undefined ? {} : { settings }) });
        return { body: embeds(handle) };
      },
    },
    { method: "GET", path: "/markets", handle: () => ({ body: Object.fromEntries(store.state.markets) }) },
    {
      method: "PUT",
      path: "/markets/:country",
      handle: ({ params, body }) => {
        const country = params.country ?? "";
        if (!/^[A-Z]{2}$/.test(country)) throw new ControlError(400, "invalid", "A country is named by two letters, such as /_dev/markets/CZ.", "country");
        store.state.markets.set(country, checked(market, body));
        return { body: Object.fromEntries(store.state.markets) };
      },
    },
    {
      method: "POST",
      path: "/reset",
      handle: () => {
        store.reset();
        forget();
        return { body: { reset: true, customers: store.state.customers.size, products: store.state.products.size, orders: store.state.orders.size } };
      },
    },
    { method: "GET", path: "/health", handle: async () => ({ body: await health() }) },
  ];
}
