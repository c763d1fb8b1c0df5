import { badArgument } from "./refusals.ts";

/** What a field of a record is compared with: text, ids and numbers as they are, instants in epoch ms, lists by any of their members. */
export type Searchable = string | number | boolean | null | string[];

export interface SearchFields<T> {
  /** Fields of Shopify's search syntax that the local store knows. */
  fields: Record<string, { kind: "text" | "number" | "time"; of: (item: T) => Searchable }>;
  /** What a bare word looks in. */
  words: (item: T) => string;
}

type Test<T> = (item: T) => boolean;

const TOKEN = /\(|\)|(?:[A-Za-z_]+:)?(?:<=|>=|<|>)?(?:'[^']*'|"[^"]*"|[^\s()]+)/g;
const TERM = /^(?:([A-Za-z_]+):)?(<=|>=|<|>)?(.*)$/s;

/** Shopify's search syntax: terms, `AND` (or nothing), `OR`, `NOT` or `-`, parentheses, ranges. An unknown field is refused. */
export function searchFilter<T>(query: string | null | undefined, known: SearchFields<T>): Test<T> {
  const tokens = (query ?? "").match(TOKEN) ?? [];
  if (tokens.length === 0) return () => true;
  let at = 0;

  const any = (): Test<T> => {
    const tests = [all()];
    while (tokens[at] === "OR") {
      at++;
      tests.push(all());
    }
    return (item) => tests.some((test) => test(item));
  };
  const all = (): Test<T> => {
    const tests: Test<T>[] = [];
    for (let token = tokens[at]; token !== undefined && token !== "OR" && token !== ")"; token = tokens[at]) {
      if (token === "AND") at++;
      else tests.push(one());
    }
    return (item) => tests.every((test) => test(item));
  };
  const one = (): Test<T> => {
    const token = tokens[at++] ?? "";
    if (token === "NOT") {
      const inner = one();
      return (item) => !inner(item);
    }
    if (token === "(") {
      const inner = any();
      if (tokens[at++] !== ")") throw badArgument(`Invalid search query: "${query}" has an unclosed parenthesis.`);
      return inner;
    }
    if (token.startsWith("-") && token.length > 1) {
      const inner = term(token.slice(1), known);
      return (item) => !inner(item);
    }
    return term(token, known);
  };

  const test = any();
  if (at < tokens.length) throw badArgument(`Invalid search query near "${tokens[at]}".`);
  return test;
}

function term<T>(token: string, known: SearchFields<T>): Test<T> {
  const [, name, comparator = "=", quoted = ""] = TERM.exec(token) ?? [];
  const wanted = quoted.replace(/^(['"])(.*)\1$/s, "$2");
  if (name === undefined) return (item) => known.words(item).toLowerCase().includes(wanted.toLowerCase());
  const field = Object.hasOwn(known.fields, name) ? known.fields[name] : undefined;
  if (!field) throw badArgument(`The local store cannot search by "${name}"; it knows ${Object.keys(known.fields).join(", ")}.`);
  const value = field.kind === "text" ? wanted.toLowerCase() : field.kind === "number" ? Number(wanted) : Date.parse(wanted);
  if (typeof value === "number" && Number.isNaN(value)) throw badArgument(`"${wanted}" cannot be compared with ${name}.`);
  return (item) => compare(field.of(item), comparator, value);
}

function compare(actual: Searchable, comparator: string, wanted: string | number): boolean {
  if (Array.isArray(actual)) return actual.some((member) => compare(member, comparator, wanted));
  if (actual === null) return false;
  if (typeof wanted === "number") return ordered(Number(actual), comparator, wanted);
  const text = String(actual).toLowerCase();
  if (comparator !== "=") return ordered(text, comparator, wanted);
  return wanted.endsWith("*") ? text.startsWith(wanted.slice(0, -1)) : text === wanted;
}

function ordered<V extends string | number>(actual: V, comparator: string, wanted: V): boolean {
  switch (comparator) {
    case ">": return actual > wanted;
    case ">=": return actual >= wanted;
    case "<": return actual < wanted;
    case "<=": return actual <= wanted;
    default: return actual === wanted;
  }
}
