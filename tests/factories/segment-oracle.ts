import { DateTime } from "luxon";
import type { Condition, Group, Segment } from "~/domain/segment/condition";
import type { EventFilter } from "~/domain/segment/event-question";
import type { DateQuestion, Period } from "~/domain/segment/period";
import type { TraitCondition } from "~/domain/segment/trait-condition";
import { COLLECTIONS, NOW, PRODUCTS, READ_IN_SHOPIFY, type Person } from "./segment-people";

/**
 * What segments mean, written a second time for tests alone: of one person, by plain walking, sharing nothing with the
 * program but the shape of a segment.
 */
const ZONE = "Europe/Warsaw";
const DAY = 86_400_000;

/** 1 where it is so, 0 where it is not, half where nobody can say. */
type Sure = 0 | 0.5 | 1;

const together = (match: Group["match"], answers: Sure[]): Sure => (match === "all" ? Math.min(1, ...answers) : Math.max(0, ...answers)) as Sure;
const turned = (sure: Sure): Sure => (1 - sure) as Sure;
const sureIf = (so: boolean): Sure => (so ? 1 : 0);

export const isIn = (segment: Segment, person: Person, segments: ReadonlyMap<string, Segment>): boolean => inside(segment, person, segments, []) === 1;

const inside = (segment: Segment, person: Person, segments: ReadonlyMap<string, Segment>, above: string[]): Sure => together(segment.match, segment.groups.map((group) => inGroup(group, person, segments, above)));

function inGroup(group: Group, person: Person, segments: ReadonlyMap<string, Segment>, above: string[]): Sure {
  const answers = [...group.conditions.map((condition) => sureOf(condition, person, segments, above)), ...(group.groups ?? []).map((inner) => inGroup(inner, person, segments, above))];
  return group.not ? turned(together(group.match, answers)) : together(group.match, answers);
}

function sureOf(condition: Condition, person: Person, segments: ReadonlyMap<string, Segment>, above: string[]): Sure {
  switch (condition.fact) {
    case "shopify-segment": {
      const { shopifySegmentId: id, operator } = condition;
      const sure = person.shopifySegments.includes(id) ? 1 : READ_IN_SHOPIFY.includes(id) ? 0 : 0.5;
      return operator === "in" ? sure : turned(sure);
    }
    case "segment": {
      const { segmentId: id, operator } = condition;
      const inner = above.includes(id) ? undefined : segments.get(id);
      const sure = inner ? inside(inner, person, segments, [...above, id]) : 0;
      return operator === "in" ? sure : turned(sure);
    }
    default: return sureIf(answer(condition, person));
  }
}

/** Of the letters A to Z alone. */
const small = (text: string): string => [...text].map((letter) => (letter >= "A" && letter <= "Z" ? String.fromCharCode(letter.charCodeAt(0) + 32) : letter)).join("");

function inPeriod(at: number, period: Period | DateQuestion): boolean {
  switch (period.is) {
    case "ever": return true;
    case "in-last": return at >= NOW - period.days * DAY;
    case "longer-ago": return at < NOW - period.days * DAY;
    default: {
      const day = DateTime.fromMillis(at, { zone: ZONE }).toISODate() ?? "";
      return period.is === "on" ? day === period.date : period.is === "before" ? day < period.date : day > period.date;
    }
  }
}

function times(found: number, operator: "equals" | "at-least" | "at-most", asked: number): boolean {
  if (operator === "equals") return found === asked;
  return operator === "at-least" ? found >= asked : found <= asked;
}

function answer(condition: Exclude<Condition, { fact: "shopify-segment" | "segment" }>, person: Person): boolean {
  switch (condition.fact) {
    case "tag": return person.tags.map(small).includes(small(condition.tag)) === (condition.operator === "has");
    case "orders-count": return times(person.ordersCount, condition.operator, condition.count);
    case "total-spent": return times(person.totalSpentMinor, condition.operator, condition.amountMinor);
    case "consent": return (person.consents[condition.consent] === "granted") === (condition.operator === "granted");
    case "trait": return ofTrait(condition, person);
    case "orders": {
      const { of } = condition;
      const counted = person.orders.filter((order) => {
        if (order.cancelled || !inPeriod(order.at, condition.period)) return false;
        if (!of) return true;
        if (of.by === "code") return order.codes.includes(of.code.trim().toUpperCase());
        if (of.by === "product") return order.products.includes(of.productId);
        if (of.by === "collection") return order.products.some((id) => (COLLECTIONS[of.collectionId] ?? []).includes(id));
        const products = order.products.flatMap((id) => (id in PRODUCTS ? [PRODUCTS[id as keyof typeof PRODUCTS]] : []));
        return products.some((product) => (of.by === "vendor" ? small(product.vendor) === small(of.vendor) : small(product.type) === small(of.type)));
      });
      return times(counted.length, condition.operator, condition.count);
    }
    case "orders-sum": return times(person.orders.filter(({ at, cancelled }) => !cancelled && inPeriod(at, condition.period)).reduce((sum, { totalMinor, refundedMinor }) => sum + totalMinor - refundedMinor, 0), condition.operator, condition.amountMinor) || (condition.operator === "at-least" && condition.amountMinor === 0);
    case "order-date": {
      const placed = person.orders.filter(({ cancelled }) => !cancelled).map(({ at }) => at).sort((a, b) => a - b);
      const at = condition.which === "first" ? placed[0] : placed.at(-1);
      return at !== undefined && inPeriod(at, condition.date);
    }
    case "event": {
      const places: Record<string, string[]> = { path: ["page", "path"], query: ["page", "query"], product: ["productId"], collection: ["productId"], variant: ["variantId"], price: ["priceMinor"], quantity: ["quantity"], total: ["cart", "totalMinor"] };
      const asked = { page_viewed: ["path", "query"], product_viewed: ["path", "query", "product", "collection", "variant", "price"], product_added_to_cart: ["path", "query", "product", "collection", "variant", "price", "quantity"], cart_viewed: ["total"], cart_updated: ["total"], checkout_started: [""], order_placed: [""] }[condition.type];
      const numbers = ["price", "quantity", "total"];
      const fits = (filter: EventFilter) => asked.includes(filter.property) && filter.as === undefined && !Array.isArray(filter.value) && filter.value !== undefined && (typeof filter.value === "number") === numbers.includes(filter.property) && typeof filter.value !== "boolean";
      const found = person.events.filter(({ type, at, properties }) => type === condition.type && inPeriod(at, condition.period) && condition.filters.every((filter) => fits(filter) && (filter.property === "collection" ? inCollection(filter, at_(properties, ["productId"])) : passes(filter, at_(properties, places[filter.property] ?? [])))));
      return times(found.length, condition.operator, condition.count);
    }
    case "custom-event": {
      const found = person.events.filter(({ type, at, properties }) => type === "custom_event" && properties["name"] === condition.event && inPeriod(at, condition.period) && condition.filters.every((filter) => {
        const value = at_(properties, ["properties", filter.property]);
        const amount = filter.as === undefined && typeof filter.value === "number" && typeof value === "object" && value !== null ? (value as { minor?: unknown }).minor : value;
        return passes(filter, amount);
      }));
      return times(found.length, condition.operator, condition.count);
    }
    case "message": {
      const { was, channel, scenarioId, period } = condition;
      const some = person.messages.some((message) => (channel === "any" || message.channel === channel) && (scenarioId === null || message.scenarioId === scenarioId) && (was === "sent"
        ? message.sentAt !== null && inPeriod(message.sentAt, period)
        : message.seen.some(({ kind, at, judged }) => judged === "human" && (was === "opened" ? kind !== "unsubscribe-page" : kind === "click") && inPeriod(at, period))));
      return some === (condition.operator === "was");
    }
    case "country": return condition.countries.includes(person.country ?? "?") === (condition.operator === "is");
    case "city": return (small(person.city ?? "") === small(condition.city)) === (condition.operator === "is");
    case "language": return (small(person.locale ?? "").split("-")[0] === condition.language) === (condition.operator === "is");
    case "contact": return Boolean(condition.contact === "email" ? person.email : person.phone) === (condition.operator === "known");
    case "created": return inPeriod(person.createdAt, condition.date);
    default: throw new Error(`nobody knows ${JSON.stringify(condition satisfies never)}`);
  }
}

/** What has a control character or half a letter anywhere is taken for empty. */
function at_(properties: Record<string, unknown>, path: readonly string[]): unknown {
  if (JSON.stringify(properties).includes("\\u")) return undefined;
  return path.reduce<unknown>((value, key) => (typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>)[key] : undefined), properties);
}

function inCollection({ operator, value }: EventFilter, productId: unknown): boolean {
  if (operator !== "is" && operator !== "is-not") return false;
  return (typeof productId === "string" && (COLLECTIONS[String(value)] ?? []).includes(productId)) === (operator === "is");
}

function passes({ as, operator, value }: EventFilter, found: unknown): boolean {
  if (as === "list") return listPasses(operator, value, Array.isArray(found) ? found : []);
  if (as !== undefined) return typeof found === "string" && datePasses(as, operator, value, found);
  if (value === undefined || Array.isArray(value)) return false;
  const allowed = { string: ["is", "is-not", "contains"], number: ["is", "is-not", "at-least", "at-most"], boolean: ["is"] }[typeof value as "string" | "number" | "boolean"];
  if (!allowed.includes(operator)) return false;
  if (typeof found !== typeof value) return operator === "is-not";
  if (typeof found === "string" && typeof value === "string") {
    if (operator === "contains") return small(found).includes(small(value));
    return (small(found) === small(value)) === (operator === "is");
  }
  if (typeof found === "number" && typeof value === "number") {
    if (operator === "at-least") return found >= value;
    if (operator === "at-most") return found <= value;
  }
  return (found === value) === (operator === "is");
}

function listPasses(operator: EventFilter["operator"], value: EventFilter["value"], list: unknown[]): boolean {
  if (operator === "is-empty") return list.length === 0;
  if (operator === "has-items") return list.length > 0;
  if (!Array.isArray(value) || value.length === 0) return false;
  const there = value.map((sought) => list.some((item) => typeof item === "string" && small(item) === small(sought)));
  return operator === "any-of" ? there.includes(true) : operator === "all-of" ? !there.includes(false) : operator === "none-of" && !there.includes(true);
}

/** By the clock of the shop, to the minute that is asked for. */
function datePasses(as: "date" | "date-time", operator: EventFilter["operator"], value: EventFilter["value"], found: string): boolean {
  const days = as === "date";
  if (days ? !/^.{4}-..-..$/.test(found) : !/^.{4}-..-..T.{5}/.test(found)) return false;
  const asked = (text: unknown): text is string => typeof text === "string" && (days ? /^\d{4}-\d\d-\d\d$/ : /^\d{4}-\d\d-\d\dT\d\d:\d\d$/).test(text);
  const own = found.slice(0, days ? 10 : 16);
  if (operator === "in-last") {
    if (typeof value !== "number" || !Number.isInteger(value) || value < 1) return false;
    const now = DateTime.fromMillis(NOW, { zone: ZONE });
    if (days) return own <= (now.toISODate() ?? "") && own >= (now.minus({ days: value }).toISODate() ?? "");
    const clock = (at: DateTime) => at.toFormat("yyyy-MM-dd'T'HH:mm:ss");
    return found.slice(0, 19) <= clock(now) && found.slice(0, 19) >= clock(DateTime.fromMillis(NOW - value * DAY, { zone: ZONE }));
  }
  if (operator === "between") {
    if (!Array.isArray(value) || value.length !== 2) return false;
    const [from, to] = value;
    return asked(from) && asked(to) && own >= from && own <= to;
  }
  if (!asked(value)) return false;
  if (operator === "before") return own < value;
  if (operator === "after") return own > value;
  return operator === "is" && days && own === value;
}

function ofTrait({ trait, operator, value }: TraitCondition, person: Person): boolean {
  const known = ["string", "text", "choice", "url", "boolean", "date", "date_time", "money", "integer"];
  if (!known.includes(trait)) return operator === "is-empty" || operator === "is-not";
  const words = ["string", "text", "url"].includes(trait);
  const allowed = words ? ["is", "is-not", "contains"] : { choice: ["is", "is-not"], boolean: ["is"], date: ["is", "before", "after", "in-last"], date_time: ["before", "after", "in-last"] }[trait] ?? ["is", "is-not", "greater", "less"];
  if (!["has-value", "is-empty", ...allowed].includes(operator)) return false;
  const own = person.traits[trait] ?? null;
  if (operator === "has-value") return own !== null;
  if (operator === "is-empty") return own === null;
  if (own === null) return operator === "is-not";
  if (operator === "in-last") {
    if (typeof value !== "number") return false;
    if (typeof own === "number") return own <= NOW && own >= NOW - value * DAY;
    const today = DateTime.fromMillis(NOW, { zone: ZONE });
    return own <= (today.toISODate() ?? "") && own >= (today.minus({ days: value }).toISODate() ?? "");
  }
  if (operator === "contains") return typeof value === "string" && small(String(own)).includes(small(value.trim()));
  const asked = constant(trait, value);
  if (asked === null) return false;
  if (operator === "is" || operator === "is-not") return (small(String(own)) === small(String(asked))) === (operator === "is");
  return operator === "greater" || operator === "after" ? own > asked : own < asked;
}

/** What is asked for as the trait keeps it; null where it is no value of it. */
function constant(trait: string, value: TraitCondition["value"]): string | number | null {
  if (value === undefined || (typeof value === "string" && value.trim() === "" && trait !== "choice")) return null;
  switch (trait) {
    case "boolean": return typeof value === "boolean" ? Number(value) : null;
    case "money":
    case "integer": return typeof value === "number" ? value : null;
    case "date": return typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value) ? value : null;
    case "date_time": return typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(value) ? DateTime.fromISO(value, { zone: ZONE }).toMillis() : null;
    case "url": return typeof value === "string" && /^https?:\/\/\S+$/.test(value.trim()) ? value.trim() : null;
    case "choice": return typeof value === "string" ? value : null;
    default: return typeof value === "string" ? value.trim() : null;
  }
}
