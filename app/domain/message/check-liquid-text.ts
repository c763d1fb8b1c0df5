import type { ConfigProblem } from "~/domain/scenario/step-type";
import { discountsNamed, NEWEST_DISCOUNT } from "./discounts-named";
import { parseLiquid, TemplateFault, variablesOf, type NamedVariable, type Writing } from "./liquid-engine";

type Names = { [name: string]: Names | true };
const discount: Names = { code: true, url: true, expires_at: true, value: true };
const product: Names = { title: true, variant: true, quantity: true, price: true, line_price: true, old_price: true, lowest_price: true, image: true, url: true };
const sized = { size: true, first: true, last: true } as const;

/** What may be named; "#" stands for the places of a list, "*" for names that the merchant gives. */
const VARIABLES: Names = {
  customer: { first_name: true, last_name: true, name: true, email: true, city: true, country_code: true, orders_count: true, total_spent: true, traits: { "*": true } },
  shop: { name: true, url: true },
  cart: { url: true, total: true, item_count: true, lines: { ...sized, first: product, last: product, "#": product } },
  products: { ...sized, first: product, last: product, "#": product },
  order: { name: true, total: true },
  event: { "*": { ...sized, "#": true } },
  discount,
  discounts: { "*": discount },
  unsubscribe_url: true,
  preferences_url: true,
};

/** What in one text cannot be read or names an unknown variable, each with line and column. */
export function checkLiquidText(source: string, path: string, writing: Writing): ConfigProblem[] {
  try {
    return variablesOf(parseLiquid(source, writing), writing).filter(isUnknown).map(({ segments, line, column }) => ({
      severity: "warning", path, key: "messages:problem.unknownVariable", values: { name: segments.join("."), line, column },
    }));
  } catch (error) {
    if (!(error instanceof TemplateFault)) throw error;
    const { line, column, message } = error;
    const { key, values } = wordsFor(message);
    return [{ severity: "error", path, key, values: { ...values, line, column } }];
  }
}

/** The traits that a text names and the shop does not have (R24). */
export function checkTraitsNamed(source: string, path: string, writing: Writing, traits: readonly { key: string }[]): ConfigProblem[] {
  return namedIn(source, writing).flatMap(({ segments: [customer, named, key], line, column }): ConfigProblem[] => (
    customer === "customer" && named === "traits" && typeof key === "string" && !traits.some((trait) => trait.key === key)
      ? [{ severity: "warning", path, key: "messages:problem.noSuchTrait", values: { name: key, line, column } }] : []));
}

/** R13: the properties of a custom event that a text names and no entry point of the scenario gives; `given` names them as `event.KEY`. */
export function checkEventNamed(source: string, path: string, writing: Writing, given: readonly string[]): ConfigProblem[] {
  if (!source.includes("event")) return [];
  return namedIn(source, writing).flatMap(({ segments: [event, key], line, column }): ConfigProblem[] => (
    event === "event" && typeof key === "string" && !given.includes(`event.${key}`)
      ? [{ severity: "warning", path, key: "messages:problem.noSuchEventProperty", values: { name: key, line, column } }] : []));
}

/** Nothing where the text cannot be read: that is told already. */
function namedIn(source: string, writing: Writing): NamedVariable[] {
  try {
    return variablesOf(parseLiquid(source, writing), writing);
  } catch (error) {
    if (error instanceof TemplateFault) return [];
    throw error;
  }
}

/** The discount codes that a text names and no step before it gives (R30). */
export function checkDiscountsNamed(source: string, path: string, writing: Writing, given: readonly string[]): ConfigProblem[] {
  return discountsNamed(source, writing).filter(({ name }) => !given.includes(name)).map((values) => ({
    severity: "warning", path, key: values.name === NEWEST_DISCOUNT ? "messages:problem.noCodeBefore" : "messages:problem.noSuchCodeBefore", values: { ...values },
  }));
}

/** The engine's own words, recognised so that each fault gets a sentence in the merchant's language. */
function wordsFor(message: string): { key: string; values: Record<string, string> } {
  const filter = /^undefined filter: (.+)$/.exec(message)?.[1];
  if (filter !== undefined) return { key: "messages:problem.unknownFilter", values: { name: filter } };
  const tag = /^tag "(.+)" not found$/.exec(message)?.[1];
  if (tag !== undefined) return { key: "messages:problem.unknownTag", values: { name: tag } };
  const open = /^(?:tag|output) (.+) not closed$/s.exec(message)?.[1];
  if (open !== undefined) return { key: "messages:problem.notClosed", values: { name: open.replace(/^"|"$/g, "").slice(0, 60) } };
  return { key: "messages:problem.unreadable", values: { name: message.slice(0, 120) } };
}

function isUnknown({ segments }: NamedVariable): boolean {
  let names: Names | true = VARIABLES;
  for (const segment of segments) {
    if (names === true) return true;
    const next: Names | true | undefined = typeof segment === "number" ? names["#"] : Object.hasOwn(names, segment) ? names[segment] : names["*"];
    if (next === undefined) return true;
    names = next;
  }
  return false;
}
