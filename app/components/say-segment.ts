import type { StepSaying } from "~/steps/step-face";
import { sayResource } from "~/components/say-resource";
import { sayTraitValue } from "~/components/say-trait-value";
import { formatMoney } from "~/domain/money";
import type { Condition, Group, Match, Segment } from "~/domain/segment/condition";
import { comparedBy } from "~/domain/custom-event/compared-by";
import type { EventFilter } from "~/domain/segment/event-question";
import type { DateQuestion, Period } from "~/domain/segment/period";

/** A segment in words: "ordered at least twice in the last 90 days and has the tag “VIP”". */
export function saySegment({ match, groups }: Segment, saying: StepSaying): string {
  return joined(match, groups.map((group) => sayGroup(group, saying, groups.length > 1)), saying);
}

function sayGroup({ match, not, conditions, groups = [] }: Group, saying: StepSaying, bracketed: boolean): string {
  const parts = [...conditions.map((condition) => sayCondition(condition, saying)), ...groups.map((group) => sayGroup(group, saying, true))];
  const what = joined(match, parts, saying);
  if (not) return saying.t("steps:segment.say.not", { what });
  return bracketed && parts.length > 1 ? saying.t("steps:segment.say.group", { what }) : what;
}

const joined = (match: Match, parts: readonly string[], { t }: StepSaying): string => parts.join(t(match === "all" ? "steps:segment.say.and" : "steps:segment.say.or"));

/** What is left out leaves no double space behind. */
export const sayCondition = (condition: Condition, saying: StepSaying): string => said(condition, saying).replace(/\s+/g, " ").trim();

function said(condition: Condition, saying: StepSaying): string {
  const { t, options, language } = saying;
  const money = (minor: number) => formatMoney(minor, options.currency, language);
  switch (condition.fact) {
    case "tag": return t(`steps:segment.say.tag.${condition.operator}`, { tag: condition.tag });
    case "orders-count": return isNever(condition) ? t("steps:segment.say.orders-count.never") : t(`steps:segment.say.orders-count.${condition.operator}`, { times: times(condition.count, saying) });
    case "total-spent": return t(`steps:segment.say.total-spent.${condition.operator}`, { amount: money(condition.amountMinor) });
    case "consent": return t(`steps:segment.say.consent.${condition.operator}`, { consent: options.consents.find(({ key }) => key === condition.consent)?.name ?? condition.consent });
    case "trait": {
      const trait = options.traits.find(({ key }) => key === condition.trait);
      return t("steps:segment.say.trait", { trait: trait?.name ?? condition.trait, operator: t(`steps:segment.operators.${condition.operator}`), value: traitValue(condition, trait?.type ?? "string", saying) });
    }
    case "orders": {
      const what = condition.of ? t(`steps:segment.say.of.${condition.of.by}`, { value: ofValue(condition.of, saying) }) : "";
      return t(`steps:segment.say.orders.${isNever(condition) ? "never" : condition.operator}`, { what, times: times(condition.count, saying), period: sayPeriod(condition.period, saying) });
    }
    case "orders-sum": return t(`steps:segment.say.orders-sum.${condition.operator}`, { amount: money(condition.amountMinor), period: sayPeriod(condition.period, saying) });
    case "order-date": return t(`steps:segment.say.order-date.${condition.which}`, { period: sayPeriod(condition.date, saying) });
    case "event": return did(t(`steps:segment.say.event.${condition.type}`), condition, saying);
    case "custom-event": return did(t("steps:segment.say.event.custom", { event: options.events?.find(({ key }) => key === condition.event)?.name ?? condition.event }), condition, saying);
    case "message": return t(`steps:segment.say.message.${condition.operator}.${condition.was}`, {
      channel: t(`steps:segment.say.channel.${condition.channel}`), period: sayPeriod(condition.period, saying),
      scenario: condition.scenarioId === null ? "" : t("steps:segment.say.ofScenario", { name: options.scenarios?.find(({ id }) => id === condition.scenarioId)?.name ?? t("steps:segment.scenarioGone") }),
    });
    case "country": return t(`steps:segment.say.country.${condition.operator}`, { countries: condition.countries.join(", ") });
    case "city": return t(`steps:segment.say.city.${condition.operator}`, { city: condition.city });
    case "language": return t(`steps:segment.say.language.${condition.operator}`, { language: condition.language });
    case "contact": return t(`steps:segment.say.contact.${condition.operator}.${condition.contact}`);
    case "created": return t("steps:segment.say.created", { period: sayPeriod(condition.date, saying) });
    case "segment": return t(`steps:segment.say.segment.${condition.operator}`, { name: options.segments.find(({ id }) => id === condition.segmentId)?.name ?? t("steps:segment.segmentGone") });
    case "shopify-segment": return t(`steps:segment.say.shopify-segment.${condition.operator}`, { name: options.shopifyNames?.[condition.shopifySegmentId] ?? (condition.name || "…") });
    default: return condition satisfies never;
  }
}

const isNever = ({ operator, count }: { operator: string; count: number }): boolean => count === 0 && operator !== "at-least";

const times = (count: number, { t }: StepSaying): string => (count === 2 ? t("steps:segment.say.twice") : t("steps:segment.say.times", { count }));

function sayPeriod(period: Period | DateQuestion, { t, language }: StepSaying): string {
  switch (period.is) {
    case "ever": return "";
    case "in-last":
    case "longer-ago": return t(`steps:segment.say.period.${period.is}`, { count: period.days });
    default: return t(`steps:segment.say.period.${period.is}`, { date: new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" }).format(Date.parse(period.date)) });
  }
}

function did(what: string, condition: Extract<Condition, { fact: "event" | "custom-event" }>, saying: StepSaying): string {
  const { t } = saying;
  const filters = condition.filters.map((filter) => sayFilter(filter, condition.fact === "event", saying)).join(t("steps:segment.say.and"));
  return t(`steps:segment.say.did.${isNever(condition) ? "never" : condition.operator}`, { did: what, times: times(condition.count, saying), period: sayPeriod(condition.period, saying), where: filters === "" ? "" : t("steps:segment.say.where", { filters }) });
}

function sayFilter(filter: EventFilter, builtIn: boolean, saying: StepSaying): string {
  const { t } = saying;
  const property = builtIn ? sayProperty(filter.property, saying) : filter.property;
  const { operator, value } = filter;
  if (operator === "in-last") return t("steps:segment.say.filterInLast", { property, count: typeof value === "number" ? value : 0 });
  if (operator === "between" && Array.isArray(value)) return t("steps:segment.say.filterBetween", { property, from: filterValue({ ...filter, value: value[0] ?? "" }, builtIn, saying), to: filterValue({ ...filter, value: value[1] ?? "" }, builtIn, saying) });
  return t("steps:segment.say.filter", { property, operator: t(`steps:segment.filterOperators.${operator}`), value: filterValue(filter, builtIn, saying) });
}

const PROPERTIES = ["path", "query", "product", "collection", "variant", "price", "quantity", "total"] as const;

/** A property of what happens in every shop; its key where it is none. */
export function sayProperty(property: string, { t }: Pick<StepSaying, "t">): string {
  const known = PROPERTIES.find((each) => each === property);
  return known ? t(`steps:segment.properties.${known}`) : property;
}

function filterValue({ property, as, operator, value, title }: EventFilter, builtIn: boolean, saying: StepSaying): string {
  const { t, options, language } = saying;
  if (value === undefined || comparedBy(operator) === "nothing") return "";
  if (builtIn && property === "collection") return `“${sayResource("collections", { id: String(value), title: title ?? String(value) }, saying)}”`;
  if (Array.isArray(value)) return new Intl.ListFormat(language, { type: "conjunction", style: "narrow" }).format(value.map((text) => `“${text}”`));
  if (typeof value === "string" && (as === "date" || as === "date-time")) return value === "" ? "…" : sayTraitValue(as, value, { currency: options.currency, language, yes: "", no: "" });
  if (typeof value === "boolean") return t(value ? "steps:segment.yes" : "steps:segment.no");
  if (typeof value === "number" && builtIn && (property === "price" || property === "total")) return formatMoney(value, options.currency, language);
  return typeof value === "string" ? `“${value}”` : String(value);
}

function ofValue(of: NonNullable<Extract<Condition, { fact: "orders" }>["of"]>, saying: StepSaying): string {
  switch (of.by) {
    case "product": return sayResource("products", { id: of.productId, title: of.title }, saying);
    case "collection": return sayResource("collections", { id: of.collectionId, title: of.title }, saying);
    case "vendor": return of.vendor;
    case "type": return of.type;
    case "code": return of.code;
    default: return of satisfies never;
  }
}

function traitValue({ operator, value }: Extract<Condition, { fact: "trait" }>, type: Parameters<typeof sayTraitValue>[0], { t, options, language }: StepSaying): string {
  if (value === undefined) return "";
  if (operator === "in-last") return `${String(value)} ${t("steps:segment.days")}`;
  return sayTraitValue(type, value, { currency: options.currency, language, yes: t("traits:yes"), no: t("traits:no") });
}
