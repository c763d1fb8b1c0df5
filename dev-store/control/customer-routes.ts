import { z } from "zod";
import type { Store } from "../state/store.ts";
import { ControlError } from "./control-error.ts";
import { checked, type ControlRoute } from "./control-route.ts";
import { idOf, page } from "./collection-request.ts";

const consentState = z.enum(["NOT_SUBSCRIBED", "PENDING", "SUBSCRIBED", "UNSUBSCRIBED"]);
const consent = z.union([
  consentState.transform((state) => ({ state })),
  z.strictObject({ state: consentState, optInLevel: z.enum(["SINGLE_OPT_IN", "CONFIRMED_OPT_IN", "UNKNOWN"]).nullable().optional() }),
]);
const tags = z.array(z.string().min(1).max(255)).max(250);
const fields = {
  email: z.email().nullable().optional(),
  phone: z.string().regex(/^\+[1-9]\d{6,14}$/, "Expected a phone number like +48501502503").nullable().optional(),
  firstName: z.string().max(255).optional(),
  lastName: z.string().max(255).optional(),
  locale: z.string().min(2).max(12).optional(),
  city: z.string().max(255).optional(),
  countryCode: z.string().length(2).optional(),
  tags: tags.optional(),
  emailConsent: consent.optional(),
  smsConsent: consent.optional(),
};
const create = z.strictObject(fields).refine(({ email, phone, lastName, firstName }) => Boolean(email ?? phone ?? lastName ?? firstName), "A customer needs an e-mail address, a phone number or a name");
const change = z.strictObject({ ...fields, id: z.string().optional(), addTags: tags.optional(), removeTags: tags.optional() });
const filter = z.object({ email: z.string().optional(), tag: z.string().optional() });

/** The shop's customers. Every change fires what Shopify would; `settled` resolves when the app has answered that. */
export function customerRoutes(store: Store, settled: () => Promise<void>): ControlRoute[] {
  return [
    {
      method: "GET",
      path: "/customers",
      handle: ({ query }) => {
        const { email, tag } = filter.parse(Object.fromEntries(query));
        const wanted = email?.trim().toLowerCase();
        const found = [...store.state.customers.values()].filter((customer) => (!wanted || customer.email?.toLowerCase() === wanted) && (!tag || customer.tags.includes(tag)));
        return { body: page("customers", found, query) };
      },
    },
    { method: "GET", path: "/customers/:id", handle: ({ params }) => ({ body: existing(store, params.id ?? "") }) },
    {
      method: "POST",
      path: "/customers",
      handle: async ({ body }) => {
        const customer = store.customers.create(checked(create, body));
        await settled();
        return { status: 201, body: customer };
      },
    },
    ...["/customers", "/customers/:id"].map((path): ControlRoute => ({
      method: "PATCH",
      path,
      handle: async ({ params, body }) => {
        const { id: _id, addTags, removeTags, emailConsent, smsConsent, ...rest } = checked(change, body);
        const id = idOf(params, body);
        existing(store, id);
        if (Object.keys(rest).length > 0) store.customers.update(id, rest);
        if (addTags) store.customers.addTags(id, addTags);
        if (removeTags) store.customers.removeTags(id, removeTags);
        if (emailConsent) store.customers.setEmailConsent(id, emailConsent);
        if (smsConsent) store.customers.setSmsConsent(id, smsConsent);
        await settled();
        return { body: existing(store, id) };
      },
    })),
    {
      method: "DELETE",
      path: "/customers/:id",
      handle: async ({ params }) => {
        store.customers.delete(params.id ?? "");
        await settled();
        return { body: { deleted: params.id } };
      },
    },
  ];
}

function existing(store: Store, id: string) {
  const customer = store.customers.get(id);
  if (!customer) throw new ControlError(404, "not_found", `There is no customer ${id} in this shop.`);
  return customer;
}
