import { z } from "zod";
import { eventFilterSchema, STOREFRONT_EVENTS } from "./event-question";
import { dateQuestionSchema, periodSchema } from "./period";
import { traitConditionSchema } from "./trait-condition";

/**
 * What is asked of a customer (R20, R23, R31). Each condition is one fact and one comparison, so it can be answered for
 * one customer and for a customer base by one set-based statement alike.
 */
const shopTag = z.string().trim().min(1).max(255);
/** Empty while it is being written. */
const text = z.string().trim().max(255);
/** Of a row of ours or of Shopify; empty until one is chosen. */
const chosenId = z.string().max(64);
const count = z.number().int().min(0).max(1_000_000);
/** Shop currency, minor units. */
const amountMinor = z.number().int().min(0).max(1_000_000_000_000);

export const COUNT_OPERATORS = ["equals", "at-least", "at-most"] as const;
export const AMOUNT_OPERATORS = ["at-least", "at-most"] as const;
export const MESSAGE_MILESTONES = ["sent", "opened", "clicked"] as const;
export const MESSAGE_CHANNELS = ["any", "email", "sms", "push"] as const;

/** Which orders count: those of a product, of products in a collection, by a vendor or of a type, or placed with a discount code. */
export const orderFilterSchema = z.discriminatedUnion("by", [
  z.strictObject({ by: z.literal("product"), productId: chosenId, /** As it was called when it was chosen. */ title: z.string().max(255) }),
  z.strictObject({ by: z.literal("collection"), collectionId: chosenId, title: z.string().max(255) }),
  z.strictObject({ by: z.literal("vendor"), vendor: text }),
  z.strictObject({ by: z.literal("type"), type: text }),
  z.strictObject({ by: z.literal("code"), code: text }),
]);

export const conditionSchema = z.discriminatedUnion("fact", [
  z.strictObject({ fact: z.literal("tag"), operator: z.enum(["has", "has-not"]), tag: shopTag }),
  z.strictObject({ fact: z.literal("orders-count"), operator: z.enum(COUNT_OPERATORS), count }),
  z.strictObject({ fact: z.literal("total-spent"), operator: z.enum(AMOUNT_OPERATORS), amountMinor }),
  z.strictObject({ fact: z.literal("consent"), operator: z.enum(["granted", "not-granted"]), consent: z.string().min(1).max(64) }),
  traitConditionSchema,
  /** Orders we know, but for those that were cancelled. */
  z.strictObject({ fact: z.literal("orders"), operator: z.enum(COUNT_OPERATORS), count, period: periodSchema, of: orderFilterSchema.optional() }),
  /** What is left of their totals after refunds. */
  z.strictObject({ fact: z.literal("orders-sum"), operator: z.enum(AMOUNT_OPERATORS), amountMinor, period: periodSchema }),
  z.strictObject({ fact: z.literal("order-date"), which: z.enum(["first", "last"]), date: dateQuestionSchema }),
  z.strictObject({ fact: z.literal("event"), type: z.enum(STOREFRONT_EVENTS), operator: z.enum(COUNT_OPERATORS), count, period: periodSchema, filters: z.array(eventFilterSchema).max(5) }),
  /** An event that the shop defined (R13), by its key. */
  z.strictObject({ fact: z.literal("custom-event"), event: z.string().max(40), operator: z.enum(COUNT_OPERATORS), count, period: periodSchema, filters: z.array(eventFilterSchema).max(5) }),
  /** Of any scenario where `scenarioId` is null. Opened and clicked mean by a person (R32). */
  z.strictObject({ fact: z.literal("message"), operator: z.enum(["was", "was-not"]), was: z.enum(MESSAGE_MILESTONES), channel: z.enum(MESSAGE_CHANNELS), period: periodSchema, scenarioId: chosenId.nullable() }),
  z.strictObject({ fact: z.literal("country"), operator: z.enum(["is", "is-not"]), countries: z.array(z.string().regex(/^[A-Z]{2}$/)).max(100) }),
  z.strictObject({ fact: z.literal("city"), operator: z.enum(["is", "is-not"]), city: text }),
  /** ISO 639: `pl` is also `pl-PL`. */
  z.strictObject({ fact: z.literal("language"), operator: z.enum(["is", "is-not"]), language: z.string().regex(/^([a-z]{2,3})?$/) }),
  z.strictObject({ fact: z.literal("contact"), operator: z.enum(["known", "unknown"]), contact: z.enum(["email", "phone"]) }),
  z.strictObject({ fact: z.literal("created"), date: dateQuestionSchema }),
  z.strictObject({ fact: z.literal("segment"), operator: z.enum(["in", "not-in"]), segmentId: chosenId }),
  /** One of those that the merchant has in Shopify, as it was when its members were read last. */
  z.strictObject({ fact: z.literal("shopify-segment"), operator: z.enum(["in", "not-in"]), shopifySegmentId: chosenId, /** As it was called when it was chosen. */ name: z.string().max(255) }),
  // Named, so that the file's JSON Schema says it once.
]).meta({ id: "condition" });

export type Condition = z.infer<typeof conditionSchema>;
export type OrderFilter = z.infer<typeof orderFilterSchema>;

const match = z.enum(["all", "any"]);
export type Match = z.infer<typeof match>;

export const MOST_GROUPS = 10;
export const MOST_CONDITIONS = 20;
/** Groups within groups. */
export const DEEPEST = 3;
/** In one segment, wherever in it. */
export const MOST_IN_ALL = 200;

/** Conditions and groups below, of which all or any must hold; with `not`, where that is not so. */
export interface Group {
  match: Match;
  not?: true | undefined;
  conditions: Condition[];
  groups?: Group[] | undefined;
}

function groupSchema(below: z.ZodType<Group> | null) {
  const conditions = z.array(conditionSchema).max(MOST_CONDITIONS);
  const shape = { match, not: z.literal(true).optional() };
  if (!below) return z.strictObject({ ...shape, conditions: conditions.min(1) });
  return z.strictObject({ ...shape, conditions, groups: z.array(below).min(1).max(MOST_GROUPS).optional() })
    .refine(({ conditions: own, groups = [] }) => own.length + groups.length > 0, { path: ["conditions"], message: "a group has at least one condition" });
}

const deepest: z.ZodType<Group> = groupSchema(null).meta({ id: "group-in-group-in-group" });
const middle: z.ZodType<Group> = groupSchema(deepest).meta({ id: "group-in-group" });
const outer: z.ZodType<Group> = groupSchema(middle).meta({ id: "group" });

/** Groups of conditions: within a group all or any must hold, and so must all or any of the groups. */
export const segmentSchema = z.strictObject({ match, groups: z.array(outer).min(1).max(MOST_GROUPS) })
  .refine(({ groups }) => countConditions(groups) <= MOST_IN_ALL, { path: ["groups"], message: `a segment has at most ${MOST_IN_ALL} conditions` });

export type Segment = z.infer<typeof segmentSchema>;

/** Each condition of a segment with its path below the segment: `groups[0].groups[1].conditions[2]`. */
export function conditionsOf({ groups }: Pick<Segment, "groups">, before = ""): { path: string; condition: Condition }[] {
  return groups.flatMap(({ conditions, groups: below = [] }, at) => [
    ...conditions.map((condition, index) => ({ path: `${before}groups[${at}].conditions[${index}]`, condition })),
    ...conditionsOf({ groups: below }, `${before}groups[${at}].`),
  ]);
}

const countConditions = (groups: readonly Group[]): number => groups.reduce((sum, { conditions, groups: below = [] }) => sum + conditions.length + countConditions(below), 0);
