import { Liquid, LiquidError, TokenKind, type Template } from "liquidjs";
import { escapeHtmlOnce } from "./escape-html";
import type { MessageSetting } from "./message-data";
import { Money } from "./money-value";
import { buttonTag, productsTag } from "./email-tags";

/** Tags that read no other template. */
const TAGS = ["assign", "for", "capture", "case", "comment", "increment", "decrement", "cycle", "if", "raw", "tablerow", "unless", "break", "continue", "echo", "liquid", "#"];

/** Filters that are pure: the clock, chance, hashes and whatever evaluates text are left out; `money` and `date` are ours. */
const FILTERS = [
  "escape", "escape_once", "strip_html", "abs", "at_least", "at_most", "ceil", "divided_by", "floor", "minus", "plus", "modulo", "times", "round",
  "url_encode", "url_decode", "join", "last", "first", "reverse", "sort", "sort_natural", "size", "map", "sum", "compact", "concat", "slice", "where", "reject", "uniq",
  "append", "prepend", "lstrip", "downcase", "upcase", "remove", "remove_first", "remove_last", "rstrip", "split", "strip", "strip_newlines", "squish", "capitalize",
  "replace", "replace_first", "replace_last", "truncate", "truncatewords", "array_to_sentence_string", "default",
];

const PARSE_LIMIT = 200_000;
const RENDER_LIMIT_MS = 250;
const MEMORY_LIMIT = 2_000_000;
/** Where a render finds what its filters need; a merchant's variable cannot have this name. */
const SETTING = "#setting";

/** How the output is written: escaped for HTML, as it is (subject, preheader), or as the inside of a JSON string; the filter `json` writes a whole JSON value. */
export type Writing = "html" | "text" | "json";

/** A fault of a template, in reading it or with these data. Line and column begin at 1. */
export class TemplateFault extends Error {
  readonly line: number;
  readonly column: number;

  constructor(message: string, line: number, column: number) {
    super(message);
    this.name = "TemplateFault";
    this.line = line;
    this.column = column;
  }
}

const engines: Record<Writing, Liquid> = { html: createEngine("html"), text: createEngine("text"), json: createEngine("json") };

/** Reads a template. Throws TemplateFault. */
export function parseLiquid(source: string, writing: Writing): Template[] {
  return faultless(() => engines[writing].parse(source));
}

/** Renders a template that `parseLiquid` read. Throws TemplateFault where the data break it or it asks for too much time or memory. */
export function renderLiquid(template: Template[], writing: Writing, data: object, setting: MessageSetting): string {
  const text = isPlain(template) ? template.map(({ token }) => token.getText()).join("") : faultless(() => String(engines[writing].renderSync(template, data, { globals: { [SETTING]: setting } })));
  // The engine counts what its filters make, not how often it is written.
  if (text.length > MEMORY_LIMIT) throw new TemplateFault("memory alloc limit exceeded", 1, 1);
  return text;
}

/** Text and nothing to fill in. Of most messages many parts are so, and each render builds its surroundings anew. */
const isPlain = (template: readonly Template[]): boolean => template.every(({ token }) => token.kind === TokenKind.HTML);

export interface NamedVariable {
  segments: (string | number)[];
  line: number;
  column: number;
}

/** The variables that a template takes from its data, each where it stands. */
export function variablesOf(template: Template[], writing: Writing): NamedVariable[] {
  const { globals } = engines[writing].analyzeSync(template);
  return Object.values(globals).flat().map(({ segments, location }) => ({
    segments: segments.filter((segment) => typeof segment === "string" || typeof segment === "number"),
    line: location.row,
    column: location.col,
  }));
}

function createEngine(writing: Writing): Liquid {
  const liquid = new Liquid({
    // An in-memory map without entries: nothing can be included from anywhere.
    templates: {},
    relativeReference: false,
    dynamicPartials: false,
    ownPropertyOnly: true,
    strictFilters: true,
    orderedFilterParameters: true,
    parseLimit: PARSE_LIMIT,
    renderLimit: RENDER_LIMIT_MS,
    memoryLimit: MEMORY_LIMIT,
    locale: "en",
    timezoneOffset: 0,
    // Once: what `capture` took was escaped when it was written there.
    ...(writing === "html" ? { outputEscape: (value: unknown) => escapeHtmlOnce(written(value)) } : {}),
    ...(writing === "json" ? { outputEscape: (value: unknown) => JSON.stringify(written(value)).slice(1, -1) } : {}),
  });
  const date = liquid.filters["date"];
  for (const name of Object.keys(liquid.tags)) if (!TAGS.includes(name)) Reflect.deleteProperty(liquid.tags, name);
  for (const name of Object.keys(liquid.filters)) if (!FILTERS.includes(name)) Reflect.deleteProperty(liquid.filters, name);

  liquid.registerFilter("money", function (amount: unknown) {
    return money(amount, settingOf(this.context)).toString();
  });
  liquid.registerFilter("money_without_trailing_zeros", function (amount: unknown) {
    return money(amount, settingOf(this.context)).short();
  });
  liquid.registerFilter("date", function (instant: unknown, format: unknown, zone: unknown) {
    const setting = settingOf(this.context);
    const at = instant === "now" || instant === "today" ? new Date(setting.now).toISOString() : instant;
    if (format === undefined) return dayInWords(at, setting);
    // A day of the calendar is the same day wherever it is read.
    return typeof date === "function" ? date.call(this, at, format, isDay(at) ? 0 : (zone ?? setting.timeZone)) : at;
  });
  if (writing === "json") liquid.registerFilter("json", { raw: true, handler: (value: unknown) => JSON.stringify(value ?? null, (_, inner: unknown) => (inner instanceof Money ? inner.toString() : inner)) });
  if (writing === "html") {
    liquid.registerTag("products", productsTag);
    liquid.registerTag("button", buttonTag);
  }
  return liquid;
}

/** A day of the shop as people of the locale write it; what is no time is left as it is. */
function dayInWords(at: unknown, { locale, timeZone }: MessageSetting): unknown {
  const instant = typeof at === "string" ? Date.parse(at) : Number.NaN;
  return Number.isNaN(instant) ? at : new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: isDay(at) ? "UTC" : timeZone }).format(instant);
}

const isDay = (at: unknown): boolean => typeof at === "string" && /^\d{4}-\d\d-\d\d$/.test(at);

/** A value as Liquid writes it. */
function written(value: unknown): string {
  if (value === null || value === undefined) return "";
  return Array.isArray(value) ? value.map(written).join("") : String(value);
}

/** Numbers are minor units of the shop's currency, as in Shopify's own Liquid. Throws where the value is no amount. */
function money(amount: unknown, setting: MessageSetting): Money {
  if (amount instanceof Money) return amount;
  if (typeof amount === "number" && Number.isFinite(amount)) return new Money(amount, setting.currency, setting.locale);
  throw new Error("money is not given an amount");
}

function settingOf(context: { globals: object }): MessageSetting {
  const globals = context.globals as Partial<Record<typeof SETTING, MessageSetting>>;
  const setting = globals[SETTING];
  if (!setting) throw new Error("rendered without its setting");
  return setting;
}

function faultless<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!LiquidError.is(error) || !(error instanceof Error)) throw error;
    const [line = 1, column = 1] = error.token.getPosition();
    const message = error.originalError?.message ?? error.message;
    throw new TemplateFault(message.replace(/, line:\d+, col:\d+$/, ""), line, column);
  }
}
