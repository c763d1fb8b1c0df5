import { z } from "zod";
import { ControlError } from "./control-error.ts";
import { checked } from "./control-route.ts";

const window = z.object({ limit: z.coerce.number().int().min(1).max(1_000).default(50), offset: z.coerce.number().int().min(0).default(0) });

/** One window (`limit`, `offset`) of a collection, newest first, with the number of all that match. */
export function page<T extends { createdAt: number }>(name: string, all: T[], query: URLSearchParams): Record<string, unknown> {
  const { limit, offset } = checked(window, { limit: query.get("limit") ?? undefined, offset: query.get("offset") ?? undefined });
  const sorted = [...all].sort((a, b) => b.createdAt - a.createdAt);
  return { [name]: sorted.slice(offset, offset + limit), total: all.length };
}

/** The id in the address, or `id` in the body where the address has none. A global id (`gid://shopify/…/123`) is taken too. */
export function idOf(params: Record<string, string>, body: unknown): string {
  const given = params.id ?? z.object({ id: z.string() }).safeParse(body).data?.id;
  if (!given) throw new ControlError(422, "invalid", "id: say which one, in the address or as \"id\" in the body", "id");
  return given.slice(given.lastIndexOf("/") + 1);
}
