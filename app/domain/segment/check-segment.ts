import { isDateText } from "~/domain/custom-event/date-span";
import { checkChosen } from "~/domain/scenario/chosen-resource";
import type { ConfigProblem, ShopChoices } from "~/domain/scenario/step-type";
import { conditionsOf, type Condition, type OrderFilter, type Segment } from "./condition";
import { comparedBy } from "~/domain/custom-event/compared-by";
import { ASKABLE, filterTypeOf, fitsValue, operatorsFor, typeOf, type EventFilter, type FilterType } from "./event-question";
import { MOST_DAYS_BACK } from "./period";
import { checkTraitCondition } from "./trait-condition";

/** What the segment refers to and the shop has no more, or asks in a way that does not fit; paths below the segment. */
export function checkSegment(segment: Segment, shop: ShopChoices | undefined): ConfigProblem[] {
  return conditionsOf(segment).flatMap(({ path, condition }) => checkCondition(condition, shop).map((problem) => ({ ...problem, path: `${path}.${problem.path}` })));
}

/** Whether every condition asks something; one that is still being written finds nobody, which would be no answer. */
export const isFinished = (segment: Segment): boolean => checkSegment(segment, undefined).every(({ severity }) => severity !== "error");

const told = (severity: ConfigProblem["severity"]) => (path: string, key: string, values?: Record<string, string | number>): ConfigProblem[] => [{ severity, path, key: `steps:segment.problem.${key}`, ...(values ? { values } : {}) }];
const error = told("error");
const warning = told("warning");

/** It goes by itself: the members of the chosen segment are being read. */
export const isUnread = ({ key }: ConfigProblem): boolean => key === "steps:segment.problem.shopifyUnread" || key === "steps:segment.problem.shopifyUnreadWithin";

function checkCondition(condition: Condition, shop: ShopChoices | undefined): ConfigProblem[] {
  switch (condition.fact) {
    case "trait": return checkTraitCondition(condition, shop);
    case "segment":
      if (condition.segmentId === "") return error("segmentId", "noSegment");
      return shop && !shop.segments.some(({ id }) => id === condition.segmentId) ? error("segmentId", "segmentGone") : checkWithinSegment(condition.segmentId, shop);
    case "shopify-segment": return condition.shopifySegmentId === "" ? error("shopifySegmentId", "noShopifySegment") : checkShopifySegment({ id: condition.shopifySegmentId, name: condition.name }, shop, "shopifySegmentId");
    case "orders": return condition.of ? checkFilter(condition.of, shop) : [];
    case "country": return condition.countries.length === 0 ? error("countries", "empty") : [];
    case "city": return emptied(condition.city, "city");
    case "language": return emptied(condition.language, "language");
    case "message": return condition.scenarioId === "" ? error("scenarioId", "noScenario") : [];
    case "event": return condition.filters.flatMap((filter, index) => {
      const asked = ASKABLE[condition.type][filter.property];
      if (!asked) return error(`filters[${index}].property`, "noProperty", { property: filter.property });
      if (asked.type === "collection" && fitsValue(asked, filter)) return checkCollection(filter, index, shop);
      return fitsValue(asked, filter) ? checkOperator(filter, index) : error(`filters[${index}].value`, asked.type === "number" ? "notNumber" : "notText");
    });
    case "custom-event": {
      if (condition.event === "") return error("event", "noEvent");
      const event = shop?.events?.find(({ key }) => key === condition.event);
      if (shop?.events && !event) return error("event", "eventGone", { key: condition.event });
      return condition.filters.flatMap((filter, index) => {
        const property = event?.properties.find(({ key }) => key === filter.property);
        if (event && !property) return error(`filters[${index}].property`, "noProperty", { property: filter.property });
        // What can be asked of a day as a text was asked so before.
        const fits = !property || filterTypeOf(property.type) === typeOf(filter) || (property.type === "date" && typeOf(filter) === "text");
        return fits ? checkOperator(filter, index) : error(`filters[${index}].operator`, "operator");
      });
    }
    default: return [];
  }
}

/** What is wrong with the segments of Shopify's that a named segment asks about, itself or by others, at `segmentId`. */
export function checkWithinSegment(segmentId: string, shop: ShopChoices | undefined): ConfigProblem[] {
  const named = shop?.segments.find(({ id }) => id === segmentId);
  const ids = new Map(named?.shopifySegments?.map((each) => [each.id, each]));
  return [...ids.values()].flatMap((each) => checkShopifySegment(each, shop, "segmentId", named?.name));
}

/**
 * One that was deleted in Shopify keeps those who were in it, so it may be asked for on; one of which nothing is known says nothing of anybody.
 * `within`: the name of the segment that asks about it, where it is not named itself.
 */
function checkShopifySegment({ id, name }: { id: string; name: string }, shop: ShopChoices | undefined, path: string, within?: string): ConfigProblem[] {
  if (!shop?.shopifySegments) return [];
  const found = shop.shopifySegments.find((each) => each.id === id);
  const tell = (as: typeof error, key: keyof typeof WITHIN, of: string) => as(path, within === undefined ? key : WITHIN[key], { name: of, ...(within === undefined ? {} : { segment: within }) });
  if (!found || (found.gone && !found.read)) return tell(error, "shopifyGone", name);
  if (found.gone) return tell(warning, "shopifyStays", found.name);
  return found.read ? [] : tell(error, "shopifyUnread", found.name);
}

const WITHIN = { shopifyGone: "shopifyGoneWithin", shopifyStays: "shopifyStaysWithin", shopifyUnread: "shopifyUnreadWithin" } as const;

const emptied = (text: string, path: string): ConfigProblem[] => (text === "" ? error(path, "empty") : []);

function checkFilter(of: OrderFilter, shop: ShopChoices | undefined): ConfigProblem[] {
  switch (of.by) {
    case "product": return of.productId === "" ? error("of.productId", "noProduct") : checkChosen("products", [{ id: of.productId, title: of.title }], "of.productId", shop);
    case "collection": return of.collectionId === "" ? error("of.collectionId", "noCollection") : checkChosen("collections", [{ id: of.collectionId, title: of.title }], "of.collectionId", shop);
    case "vendor": return emptied(of.vendor, "of.vendor");
    case "type": return emptied(of.type, "of.type");
    case "code": return emptied(of.code, "of.code");
    default: return of satisfies never;
  }
}

/** R16: events of products in a collection. */
function checkCollection({ operator, value, title }: EventFilter, index: number, shop: ShopChoices | undefined): ConfigProblem[] {
  if (value === undefined || value === "") return error(`filters[${index}].value`, "noCollection");
  if (!operatorsFor("collection").includes(operator)) return error(`filters[${index}].operator`, "operator");
  return checkChosen("collections", [{ id: String(value), title: title ?? String(value) }], `filters[${index}].value`, shop);
}

function checkOperator(filter: EventFilter, index: number): ConfigProblem[] {
  const type = typeOf(filter);
  if (!operatorsFor(type).includes(filter.operator)) return error(`filters[${index}].operator`, "operator");
  const problem = comparedBy(filter.operator) === "nothing" ? null : problemOf(type, filter);
  return problem === null ? [] : error(`filters[${index}].value`, problem, problem === "days" ? { most: MOST_DAYS_BACK } : undefined);
}

/** What is wrong with what is compared with. */
function problemOf(type: FilterType, { operator, value }: EventFilter): "empty" | "noDay" | "noTime" | "between" | "days" | null {
  switch (type) {
    case "list": return Array.isArray(value) && value.length > 0 && !value.includes("") ? null : "empty";
    case "date":
    case "date-time": {
      if (operator === "in-last") return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= MOST_DAYS_BACK ? null : "days";
      const ends: unknown[] = operator === "between" ? (Array.isArray(value) ? value : []) : [value];
      const fits = ends.length === (operator === "between" ? 2 : 1) && ends.every((end) => isDateText(type, end));
      if (!fits) return type === "date" ? "noDay" : "noTime";
      const [from, to] = ends;
      return operator === "between" && String(from) > String(to) ? "between" : null;
    }
    default: return value === undefined || value === "" || Array.isArray(value) ? "empty" : null;
  }
}
