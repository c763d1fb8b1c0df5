import { z } from "zod";
import type { Store } from "../state/store.ts";
import { idOf, page } from "./collection-request.ts";
import { ControlError } from "./control-error.ts";
import { checked, type ControlRoute } from "./control-route.ts";

const minor = z.number().int().nonnegative();
const fields = {
  title: z.string().min(1).max(255).optional(),
  handle: z.string().regex(/^[a-z0-9-]+$/).optional(),
  vendor: z.string().max(255).optional(),
  type: z.string().max(255).optional(),
  descriptionHtml: z.string().optional(),
  tags: z.array(z.string()).optional(),
  image: z.string().regex(/^\//, "Expected a path below the storefront, such as /images/linen-apron.jpg").optional(),
  imageAlt: z.string().optional(),
  status: z.enum(["ACTIVE", "DRAFT", "ARCHIVED"]).optional(),
};
const newVariant = z.strictObject({ title: z.string().optional(), sku: z.string().optional(), priceMinor: minor, compareAtMinor: minor.nullable().optional(), inventory: z.number().int().optional() });
const create = z.strictObject({ ...fields, title: z.string().min(1).max(255), variants: z.array(newVariant).min(1).max(100) });
const sale = { priceMinor: minor.optional(), compareAtMinor: minor.nullable().optional(), inventory: z.number().int().optional() };
const change = z.strictObject({ ...fields, ...sale, id: z.string().optional(), variants: z.array(z.strictObject({ id: z.string(), ...sale })).optional() });

/** The shop's products. Prices are minor units; given outside `variants` they hold for every variant. */
export function productRoutes(store: Store, settled: () => Promise<void>): ControlRoute[] {
  return [
    {
      method: "GET",
      path: "/products",
      handle: ({ query }) => {
        const handle = query.get("handle");
        return { body: page("products", [...store.state.products.values()].filter((product) => !handle || product.handle === handle), query) };
      },
    },
    { method: "GET", path: "/products/:id", handle: ({ params }) => ({ body: existing(store, params.id ?? "") }) },
    {
      method: "POST",
      path: "/products",
      handle: async ({ body }) => {
        const product = store.products.create(checked(create, body));
        await settled();
        return { status: 201, body: product };
      },
    },
    ...["/products", "/products/:id"].map((path): ControlRoute => ({
      method: "PATCH",
      path,
      handle: async ({ params, body }) => {
        const { id: _id, variants = [], priceMinor, compareAtMinor, inventory, ...rest } = checked(change, body);
        const product = existing(store, idOf(params, body));
        const changes = [...product.variants.map((variant) => ({ id: variant.id, priceMinor, compareAtMinor, inventory })), ...variants];
        for (const { id } of variants) if (!product.variants.some((variant) => variant.id === id)) throw new ControlError(404, "not_found", `variants: product ${product.id} has no variant ${id}`, "variants");
        if (Object.keys(rest).length > 0) store.products.update(product.id, rest);
        for (const variant of changes) {
          if (variant.priceMinor !== undefined || variant.compareAtMinor !== undefined) store.products.setPrice(variant.id, variant.priceMinor ?? store.products.variant(variant.id).variant.priceMinor, variant.compareAtMinor);
          if (variant.inventory !== undefined) store.products.setInventory(variant.id, variant.inventory);
        }
        await settled();
        return { body: existing(store, product.id) };
      },
    })),
    {
      method: "DELETE",
      path: "/products/:id",
      handle: async ({ params }) => {
        store.products.delete(params.id ?? "");
        await settled();
        return { body: { deleted: params.id } };
      },
    },
  ];
}

function existing(store: Store, id: string) {
  const product = store.products.get(id);
  if (!product) throw new ControlError(404, "not_found", `There is no product ${id} in this shop.`);
  return product;
}
