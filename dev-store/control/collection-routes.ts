import { z } from "zod";
import type { Store } from "../state/store.ts";
import { idOf } from "./collection-request.ts";
import { ControlError } from "./control-error.ts";
import { checked, type ControlRoute } from "./control-route.ts";

const rule = z.strictObject({ tag: z.string().min(1).optional(), type: z.string().min(1).optional() }).refine(({ tag, type }) => tag !== undefined || type !== undefined, "Say a tag or a type");
const fields = {
  title: z.string().min(1).max(255).optional(),
  handle: z.string().regex(/^[a-z0-9-]+$/).optional(),
  description: z.string().optional(),
  productIds: z.array(z.string()).optional(),
  rule: rule.optional(),
};
const create = z.strictObject({ ...fields, title: z.string().min(1).max(255) });
const change = z.strictObject({ ...fields, id: z.string().optional() });

/** The shop's collections: by hand (`productIds`) or automated (`rule`). */
export function collectionRoutes(store: Store, settled: () => Promise<void>): ControlRoute[] {
  return [
    { method: "GET", path: "/collections", handle: () => ({ body: { collections: [...store.state.collections.values()], total: store.state.collections.size } }) },
    { method: "GET", path: "/collections/:id", handle: ({ params }) => ({ body: existing(store, params.id ?? "") }) },
    {
      method: "POST",
      path: "/collections",
      handle: async ({ body }) => {
        const collection = store.collections.create(checked(create, body));
        await settled();
        return { status: 201, body: collection };
      },
    },
    ...["/collections", "/collections/:id"].map((path): ControlRoute => ({
      method: "PATCH",
      path,
      handle: async ({ params, body }) => {
        const { id: _id, ...input } = checked(change, body);
        const collection = store.collections.update(existing(store, idOf(params, body)).id, input);
        await settled();
        return { body: collection };
      },
    })),
    {
      method: "DELETE",
      path: "/collections/:id",
      handle: async ({ params }) => {
        store.collections.delete(params.id ?? "");
        await settled();
        return { body: { deleted: params.id } };
      },
    },
  ];
}

function existing(store: Store, id: string) {
  const collection = store.collections.get(id);
  if (!collection) throw new ControlError(404, "not_found", `There is no collection ${id} in this shop.`);
  return collection;
}
