import { z } from "zod";
import type { Store } from "../state/store.ts";
import { idOf, page } from "./collection-request.ts";
import { ControlError } from "./control-error.ts";
import { checked, type ControlRoute } from "./control-route.ts";

const minor = z.number().int().nonnegative();
const create = z.strictObject({
  customerId: z.string().nullable().optional(),
  email: z.email().nullable().optional(),
  lines: z.array(z.strictObject({ variantId: z.string(), quantity: z.number().int().min(1).default(1), priceMinor: minor.optional() })).min(1).max(100),
  attributes: z.record(z.string(), z.string()).optional(),
  discountCodes: z.array(z.string()).optional(),
  discountMinor: minor.optional(),
  cartToken: z.string().nullable().optional(),
  checkoutToken: z.string().nullable().optional(),
});
const change = z
  .strictObject({ id: z.string().optional(), cancel: z.literal(true).optional(), refund: z.strictObject({ amountMinor: minor.optional(), note: z.string().optional() }).optional() })
  .refine(({ cancel, refund }) => Boolean(cancel) !== Boolean(refund), "Expected {\"cancel\":true} or {\"refund\":{\"amountMinor\"?,\"note\"?}}");

/** The shop's orders: placed, cancelled, refunded. One that names only an e-mail belongs to the customer who has it. */
export function orderRoutes(store: Store, settled: () => Promise<void>): ControlRoute[] {
  return [
    {
      method: "GET",
      path: "/orders",
      handle: ({ query }) => {
        const customerId = query.get("customerId");
        const email = query.get("email")?.toLowerCase();
        const found = [...store.state.orders.values()].filter((order) => (!customerId || order.customerId === customerId) && (!email || order.email?.toLowerCase() === email));
        return { body: page("orders", found, query) };
      },
    },
    { method: "GET", path: "/orders/:id", handle: ({ params }) => ({ body: existing(store, params.id ?? "") }) },
    {
      method: "POST",
      path: "/orders",
      handle: async ({ body }) => {
        const { customerId, email, ...input } = checked(create, body);
        const owner = customerId ?? (email ? store.customers.byEmail(email)?.id : undefined) ?? null;
        const order = store.orders.create({ ...input, customerId: owner, ...(email === undefined ? {} : { email }) });
        await settled();
        return { status: 201, body: order };
      },
    },
    ...["/orders", "/orders/:id"].map((path): ControlRoute => ({
      method: "PATCH",
      path,
      handle: async ({ params, body }) => {
        const { cancel, refund } = checked(change, body);
        const { id } = existing(store, idOf(params, body));
        if (cancel) store.orders.cancel(id);
        if (refund) store.orders.refund(id, refund.amountMinor, refund.note);
        await settled();
        return { body: existing(store, id) };
      },
    })),
  ];
}

function existing(store: Store, id: string) {
  const order = store.orders.get(id);
  if (!order) throw new ControlError(404, "not_found", `There is no order ${id} in this shop.`);
  return order;
}
