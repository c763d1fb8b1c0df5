import { sql } from "kysely";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { segmentSchema, type Condition, type Group, type Segment } from "~/domain/segment/condition";
import { FILTER_OPERATORS } from "~/domain/segment/event-question";
import { inSegment } from "~/domain/segment/in-segment";
import { needsOf } from "~/domain/segment/needs-of";
import { TRAIT_OPERATORS } from "~/domain/segment/trait-condition";
import { BatchFacts } from "~/runtime/runs/load-facts.server";
import { segmentPredicate } from "~/services/segments/compile-segment.server";
import { readSegmentContext } from "~/services/segments/read-segments.server";
import { membersAmong } from "~/services/segments/segment-members.server";
import { openEngineWorld } from "../factories/engine-world";
import { isIn } from "../factories/segment-oracle";
import { addPeople, CODES, DAYS_BACK, IN_SHOPIFY, NOW, person, SCENARIOS, TAGS, TEXTS, UNREAD_IN_SHOPIFY } from "../factories/segment-people";

const POPULATIONS = 4;
const PEOPLE = 60;
const SEGMENTS = 500;

const count = fc.nat(3);
const amountMinor = fc.constantFrom(0, 1_000, 5_000, 17_345);
const days = fc.constantFrom(...DAYS_BACK);
const date = fc.constantFrom("2026-03-08", "2026-03-09", "2026-03-10", "2026-02-20");
const back = fc.record({ is: fc.constantFrom("in-last" as const, "longer-ago" as const), days });
const period = fc.oneof(fc.constant({ is: "ever" as const }), back);
const dateQuestion = fc.oneof(back, fc.record({ is: fc.constantFrom("on" as const, "before" as const, "after" as const), date }));
const countOperator = fc.constantFrom("equals" as const, "at-least" as const, "at-most" as const);
const amountOperator = fc.constantFrom("at-least" as const, "at-most" as const);
const isOrNot = fc.constantFrom("is" as const, "is-not" as const);
const word = fc.constantFrom(...TEXTS.filter((text) => text.trim() !== ""));
const value = fc.oneof(word, fc.constantFrom("p1", "b", "k1", "k3"), fc.constantFrom(0, 1, 2.5, 100, 500, 1_000), fc.boolean());
const filters = (...properties: string[]) => fc.array(fc.record({ property: fc.constantFrom(...properties), operator: fc.constantFrom("is" as const, "is-not" as const, "contains" as const, "at-least" as const, "at-most" as const), value }), { maxLength: 2 });
const sought = fc.array(fc.constantFrom("red", "RED", "blue", "żółty", "Żółty", "a%b", "3", ""), { maxLength: 3 });
const dayText = fc.constantFrom("2026-03-09", "2026-03-10", "2026-02-08");
const timeText = fc.constantFrom("2026-03-09T12:00", "2026-03-10T12:00", "2026-03-09T11:59");
const pair = (text: fc.Arbitrary<string>) => fc.array(text, { minLength: 1, maxLength: 3 });
/** Also such as do not fit together. */
const typed = fc.record({
  property: fc.constantFrom("score", "colour", "when"), as: fc.constantFrom("list" as const, "date" as const, "date-time" as const), operator: fc.constantFrom(...FILTER_OPERATORS),
  value: fc.oneof(sought, dayText, timeText, pair(dayText), pair(timeText), fc.constantFrom(1, 2, 30, 0, 1.5)),
}, { requiredKeys: ["property", "as", "operator"] });
const listed = fc.record({ property: fc.constantFrom("score", "colour", "when"), as: fc.constant("list" as const), operator: fc.constantFrom("any-of" as const, "all-of" as const, "none-of" as const, "is-empty" as const, "has-items" as const), value: sought });
const dated = fc.oneof(
  fc.record({ property: fc.constantFrom("score", "when"), as: fc.constant("date" as const), operator: fc.constantFrom("is" as const, "before" as const, "after" as const), value: dayText }),
  fc.record({ property: fc.constantFrom("score", "when"), as: fc.constant("date-time" as const), operator: fc.constantFrom("before" as const, "after" as const), value: timeText }),
  fc.record({ property: fc.constantFrom("score", "when"), as: fc.constantFrom("date" as const, "date-time" as const), operator: fc.constant("in-last" as const), value: fc.constantFrom(1, 2, 30) }),
  fc.record({ property: fc.constantFrom("score", "when"), as: fc.constant("date" as const), operator: fc.constant("between" as const), value: fc.tuple(dayText, dayText).map(([from, to]) => [from, to]) }),
  fc.record({ property: fc.constantFrom("score", "when"), as: fc.constant("date-time" as const), operator: fc.constant("between" as const), value: fc.tuple(timeText, timeText).map(([from, to]) => [from, to]) }),
);
const customFilters = fc.oneof(filters("score", "colour"), fc.array(fc.oneof(typed, listed, dated), { maxLength: 2 }));
const of = fc.oneof(
  fc.record({ by: fc.constant("product" as const), productId: fc.constantFrom("p1", "p3", "gone"), title: fc.constant("P") }), fc.record({ by: fc.constant("vendor" as const), vendor: fc.constantFrom("acme", "Nobody") }),
  fc.record({ by: fc.constant("type" as const), type: fc.constantFrom("SHOES", "Żółte", "żółte") }), fc.record({ by: fc.constant("collection" as const), collectionId: fc.constantFrom("k1", "k2", "k3", "none"), title: fc.constant("K") }), fc.record({ by: fc.constant("code" as const), code: fc.constantFrom(...CODES, "thanks") }),
);
const traitValue = fc.oneof(word, fc.constantFrom("S", "XL", "https://a.example/x", "2026-03-09", "2026-03-09T12:00", ""), fc.constantFrom(0, 1, 7, 30, 1_000), fc.boolean());

const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ fact: fc.constant("tag" as const), operator: fc.constantFrom("has" as const, "has-not" as const), tag: fc.constantFrom(...TAGS) }),
  fc.record({ fact: fc.constant("orders-count" as const), operator: countOperator, count }),
  fc.record({ fact: fc.constant("total-spent" as const), operator: amountOperator, amountMinor }),
  fc.record({ fact: fc.constant("consent" as const), operator: fc.constantFrom("granted" as const, "not-granted" as const), consent: fc.constantFrom("newsletter", "sms", "gone") }),
  fc.record({ fact: fc.constant("trait" as const), trait: fc.constantFrom("string", "text", "choice", "url", "boolean", "date", "date_time", "money", "integer", "gone"), operator: fc.constantFrom(...TRAIT_OPERATORS), value: traitValue }, { requiredKeys: ["fact", "trait", "operator"] }),
  fc.record({ fact: fc.constant("orders" as const), operator: countOperator, count, period, of }, { requiredKeys: ["fact", "operator", "count", "period"] }),
  fc.record({ fact: fc.constant("orders-sum" as const), operator: amountOperator, amountMinor, period }),
  fc.record({ fact: fc.constant("order-date" as const), which: fc.constantFrom("first" as const, "last" as const), date: dateQuestion }),
  fc.record({ fact: fc.constant("event" as const), type: fc.constantFrom("page_viewed" as const, "product_viewed" as const, "product_added_to_cart" as const, "cart_viewed" as const, "order_placed" as const), operator: countOperator, count, period, filters: filters("path", "query", "product", "collection", "price", "quantity", "total") }),
  fc.record({ fact: fc.constant("custom-event" as const), event: fc.constantFrom("quiz_done", "gone"), operator: countOperator, count, period, filters: customFilters }),
  fc.record({ fact: fc.constant("message" as const), operator: fc.constantFrom("was" as const, "was-not" as const), was: fc.constantFrom("sent" as const, "opened" as const, "clicked" as const), channel: fc.constantFrom("any" as const, "email" as const, "push" as const), period, scenarioId: fc.option(fc.constantFrom(...SCENARIOS), { nil: null }) }),
  fc.record({ fact: fc.constant("country" as const), operator: isOrNot, countries: fc.uniqueArray(fc.constantFrom("PL", "CZ", "DE"), { minLength: 1 }) }),
  fc.record({ fact: fc.constant("city" as const), operator: isOrNot, city: word }),
  fc.record({ fact: fc.constant("language" as const), operator: isOrNot, language: fc.constantFrom("pl", "cs") }),
  fc.record({ fact: fc.constant("contact" as const), operator: fc.constantFrom("known" as const, "unknown" as const), contact: fc.constantFrom("email" as const, "phone" as const) }),
  fc.record({ fact: fc.constant("created" as const), date: dateQuestion }),
  fc.record({ fact: fc.constant("shopify-segment" as const), operator: fc.constantFrom("in" as const, "not-in" as const), shopifySegmentId: fc.constantFrom(...IN_SHOPIFY, "gone"), name: fc.constant("In Shopify") }),
  fc.record({ fact: fc.constant("segment" as const), operator: fc.constantFrom("in" as const, "not-in" as const), segmentId: fc.constantFrom("loyal", "around", "unread", "not-unread", "gone") }),
);

const match = fc.constantFrom("all" as const, "any" as const);
const not = fc.option(fc.constant(true as const), { nil: undefined });
const group = (below: fc.Arbitrary<Group> | null): fc.Arbitrary<Group> => fc.record({
  match, not, conditions: fc.array(condition, { minLength: 1, maxLength: 2 }), groups: below ? fc.option(fc.array(below, { minLength: 1, maxLength: 2 }), { nil: undefined, freq: 2 }) : fc.constant(undefined),
});
const segment: fc.Arbitrary<Segment> = fc.record({ match, groups: fc.array(group(group(group(null))), { minLength: 1, maxLength: 2 }) });

const shopSegments: ReadonlyMap<string, Segment> = new Map<string, Segment>([
  ["loyal", { match: "any", groups: [{ match: "all", conditions: [{ fact: "tag", operator: "has", tag: "vip" }, { fact: "orders", operator: "at-least", count: 1, period: { is: "ever" } }] }, { match: "all", not: true, conditions: [{ fact: "segment", operator: "in", segmentId: "around" }] }] }],
  // Such a pair cannot be saved; whatever stands in the database must come to an end.
  ["around", { match: "all", groups: [{ match: "any", conditions: [{ fact: "segment", operator: "not-in", segmentId: "loyal" }, { fact: "contact", operator: "known", contact: "email" }] }] }],
  // Asks about one of Shopify's whose reading has not come to its end, and not that.
  ["unread", { match: "all", groups: [{ match: "any", conditions: [{ fact: "shopify-segment", operator: "in", shopifySegmentId: UNREAD_IN_SHOPIFY, name: "" }, { fact: "tag", operator: "has", tag: "vip" }] }] }],
  ["not-unread", { match: "all", groups: [{ match: "all", not: true, conditions: [{ fact: "segment", operator: "in", segmentId: "unread" }] }] }],
]);

describe("segments in SQL and in memory", () => {
  it.each(Array.from({ length: POPULATIONS }, (_, seed) => [seed]))("R20 R23 say what a plain evaluator says of everybody, and of nobody what nobody can say (population %i)", async (seed) => {
    const world = await openEngineWorld();
    try {
      const people = fc.sample(person, { numRuns: PEOPLE, seed: seed + 1 }).map((each, index) => ({ ...each, id: `c${String(index).padStart(3, "0")}` }));
      await addPeople(world.db, world.shop.id, people);
      await world.db.write((tx) => tx.forShop(world.shop.id).insertInto("Segment").values([...shopSegments].map(([id, definition]) => ({ shopId: world.shop.id, id, name: id, nameInUse: id, definition: JSON.stringify(definition), createdAt: 0, updatedAt: 0, deletedAt: null }))).execute());
      const context = await readSegmentContext(world.db, world.shop, NOW);
      const ids = people.map(({ id }) => id);
      const runs = ids.map((customerId) => ({ id: `run-${customerId}`, customerId, enteredAt: 0 }));
      await fc.assert(fc.asyncProperty(segment, async (drawn) => {
        const asked = segmentSchema.parse(JSON.parse(JSON.stringify(drawn)));
        const wanted = people.filter((each) => isIn(asked, each, shopSegments)).map(({ id }) => id);
        const each = await membersAmong(world.db, asked, context, ids);
        const { rows: all } = await sql<{ id: string }>`select "id" from "Customer" where "shopId" = ${world.shop.id} and ${segmentPredicate(world.db.dialect, asked, context, "all")} order by "id"`.execute(world.db.acrossShops);
        const facts = new BatchFacts(world.db, world.shop, runs, NOW);
        await facts.load(needsOf([asked]));
        expect({ each: [...each].sort(), all: all.map(({ id }) => id), inMemory: runs.filter((run) => inSegment(asked, facts.of(run), NOW)).map(({ customerId }) => customerId) }).toEqual({ each: wanted, all: wanted, inMemory: wanted });
      }), { numRuns: SEGMENTS, seed });
    } finally {
      await world.close();
    }
  }, 240_000);
});
