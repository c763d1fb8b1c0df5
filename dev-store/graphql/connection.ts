import { z } from "zod";
import { badArgument } from "./refusals.ts";
import type { GraphqlContext } from "./graphql-context.ts";

export interface ConnectionArgs {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
  reverse?: boolean | null;
}

export interface Listing<T> {
  items: T[];
  id: (item: T) => string;
  /** What the list is sorted by; ids break ties. */
  value: (item: T) => string | number;
  node: (item: T) => unknown;
}

const MAX_PAGE = 250;
interface Position {
  id: string;
  value: string | number;
}

/**
 * A page of a sorted list. A cursor names a place in the order, not an index, so that rows added or removed between two
 * pages shift nothing. Throws when neither `first` nor `last` is given, or one is out of 1–250 (`mostAPage`).
 */
export function connection<T>(context: GraphqlContext, listing: Listing<T>, args: ConnectionArgs, mostAPage = MAX_PAGE) {
  const direction = args.reverse ? -1 : 1;
  const at = (item: T): Position => ({ id: listing.id(item), value: listing.value(item) });
  const compare = (a: Position, b: Position) => direction * (byValue(a.value, b.value) || byId(a.id, b.id));
  const sorted = listing.items.map((item) => ({ item, at: at(item) })).sort((a, b) => compare(a.at, b.at));
  const after = args.after ? decode(args.after) : null;
  const before = args.before ? decode(args.before) : null;
  const window = sorted.filter((one) => (!after || compare(one.at, after) > 0) && (!before || compare(one.at, before) < 0));
  const page = context.unpaged ? window : cut(window, args, mostAPage);
  const edges = page.map((one) => ({ cursor: encode(one.at), node: () => listing.node(one.item) }));
  const first = page[0];
  const last = page.at(-1);
  return {
    edges,
    nodes: () => page.map((one) => listing.node(one.item)),
    pageInfo: {
      hasNextPage: last !== undefined && sorted.at(-1) !== last,
      hasPreviousPage: first !== undefined && sorted[0] !== first,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

function cut<R>(rows: R[], args: ConnectionArgs, mostAPage: number): R[] {
  const size = args.first ?? args.last;
  if (size === undefined || size === null) throw badArgument("you must provide one of first or last");
  if (args.first && args.last) throw badArgument("providing both first and last is not supported");
  if (size < 1 || size > mostAPage) throw badArgument(`first and last must be between 1 and ${mostAPage}`);
  return args.first ? rows.slice(0, size) : rows.slice(-size);
}

function byValue(a: string | number, b: string | number): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}

/** Ids are decimal text of any length. */
export function byId(a: string, b: string): number {
  return a.length - b.length || byValue(a, b);
}

function encode(at: Position): string {
  return Buffer.from(JSON.stringify({ last_id: at.id, last_value: at.value })).toString("base64");
}

function decode(cursor: string): Position {
  const shape = z.object({ last_id: z.string(), last_value: z.union([z.string(), z.number()]) });
  let value: unknown = null;
  try {
    value = JSON.parse(Buffer.from(cursor, "base64").toString("utf8"));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  const parsed = shape.safeParse(value);
  if (!parsed.success) throw badArgument("Invalid cursor for current pagination sort.");
  return { id: parsed.data.last_id, value: parsed.data.last_value };
}
