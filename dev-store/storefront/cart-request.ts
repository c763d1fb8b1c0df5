import { z } from "zod";
import type { CartAddition } from "../state/cart-desk.ts";
import type { RequestBody } from "./request-body.ts";

const id = z.union([z.string().regex(/^\d{1,20}$/), z.number().int().positive()]).transform(String);
const quantity = z.union([z.number(), z.string().regex(/^-?\d{1,9}$/).transform(Number)]).pipe(z.number().int().max(1_000_000));
const property = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const properties = z.record(z.string().max(255), property).nullish().transform((given) => given ?? {});
const attribute = z.union([property, z.null()]);

const item = z.object({ id, quantity: quantity.default(1), properties });
const addition = z.object({ items: z.union([z.array(item), z.record(z.string(), item).transform(Object.values<z.output<typeof item>>)]).optional() }).loose();
const change = z.object({ id: z.union([z.string(), z.number()]).transform(String).optional(), line: quantity.optional(), quantity: quantity.optional(), properties: z.record(z.string().max(255), property).optional() });
const update = z.object({
  updates: z.union([z.array(quantity), z.record(z.string(), quantity)]).optional(),
  note: z.string().max(5000).nullish(),
  attributes: z.record(z.string().max(255), attribute).optional(),
});

export type CartChange = z.infer<typeof change>;
export type CartUpdate = z.infer<typeof update>;

/** What `/cart/add` was asked for; throws ZodError on what Shopify would refuse. */
export function additionsIn(body: RequestBody): { items: CartAddition[]; single: boolean } {
  const given = nested(body);
  const { items } = addition.parse(given);
  const wanted = items ?? [item.parse(given)];
  return { single: items === undefined, items: wanted.map((each) => ({ variantId: each.id, quantity: each.quantity, properties: each.properties })) };
}

export function changeIn(body: RequestBody): CartChange {
  return change.parse(nested(body));
}

export function updateIn(body: RequestBody): CartUpdate {
  return update.parse(nested(body));
}

/** JSON as it is; form fields `a[b][c]` and `a[]` as the object they stand for. */
function nested(body: RequestBody): unknown {
  if (body.kind === "json") return body.value;
  const root = new Map<string, unknown>();
  for (const [name, value] of body.fields) put(root, [...name.matchAll(/[^[\]]+|\[\]/g)].map(([part]) => part), value);
  return plain(root);
}

function put(target: Map<string, unknown>, [key, ...rest]: string[], value: string): void {
  if (key === undefined) return;
  const name = key === "[]" ? String(target.size) : key;
  if (rest.length === 0) {
    target.set(name, value);
    return;
  }
  const inner = target.get(name);
  const next = inner instanceof Map ? inner as Map<string, unknown> : new Map<string, unknown>();
  if (rest[0] === "[]") next.set(LIST, true);
  target.set(name, next);
  put(next, rest, value);
}

/** Marks a map that was written `name[]`. No field name contains brackets. */
const LIST = "[]";

function plain(value: unknown): unknown {
  if (!(value instanceof Map)) return value;
  const entries = [...value as Map<string, unknown>];
  if (value.has(LIST)) return entries.filter(([name]) => name !== LIST).map(([, each]) => plain(each));
  return Object.fromEntries(entries.map(([name, each]) => [name, plain(each)]));
}
