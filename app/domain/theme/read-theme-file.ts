import { z } from "zod";
import { readJson } from "~/domain/read-json";
import type { ThemeForm, ThemePlace } from "./theme-forms";

/** The files of a theme in which blocks of apps stand; `*` as Shopify reads it. */
export const THEME_FILES = ["templates/*.json", "sections/*.json", "config/settings_data.json"] as const;

/** The block's settings where the theme says nothing: those of extensions/scenarios-theme/blocks/sign-up.liquid. */
export const FORM_DEFAULTS = { consent_1: "newsletter", consent_1_text: "Yes, send me e-mails with news and offers. I can unsubscribe at any time.", ask_phone: false } as const;

const LONGEST_FILE = 2_000_000;
/** Shopify nests eight. */
const DEEPEST_BLOCK = 12;
const MOST_FORMS = 50;
const MOST_CONSENTS_OF_A_FORM = 3;
const LONGEST_KEY = 100;
const LONGEST_PLACE = 200;

export interface ThemeFileReading {
  forms: ThemeForm[];
  /** Whether the tracking embed is on; null where this file does not say. */
  trackerOn: boolean | null;
}

const object = z.record(z.string(), z.unknown());
type Fields = Record<string, unknown>;

/**
 * What a file of a theme says of the app's blocks, by the app's handle: Shopify writes their type as
 * `shopify://apps/APP/blocks/BLOCK/UUID`. Sections and blocks that are switched off or out of the order are not shown, so they do not count.
 * Null where the file is no JSON, nor JSON below a comment, as Shopify writes it.
 */
export function readThemeFile(name: string, text: string, appHandle: string): ThemeFileReading | null {
  const file = object.safeParse(readJson(withoutHead(text), LONGEST_FILE));
  if (!file.success) return null;
  const isSettings = name === "config/settings_data.json";
  const current = isSettings ? currentSettings(file.data) : file.data;
  if (current === null) return null;
  const where = placeOf(name);
  const blocks = shown(current["sections"], current["order"]).flatMap((section) => blocksOf(section, 1));
  const embeds = isSettings ? fieldsOf(current["blocks"]) : [];
  return {
    forms: blocks.filter((block) => isOurs(block, appHandle, "sign-up")).slice(0, MOST_FORMS).map((block) => formOf(where, block)),
    trackerOn: isSettings ? embeds.some((embed) => isOurs(embed, appHandle, "tracker") && isOn(embed)) : null,
  };
}

/** `current` names a preset until the merchant changes something. */
function currentSettings({ current, presets }: Fields): Fields | null {
  const chosen = typeof current === "string" ? object.safeParse(presets).data?.[current] : current;
  return object.safeParse(chosen).data ?? null;
}

/** The app's own blocks and those of the theme that hold them. */
function blocksOf(holder: Fields, depth: number): Fields[] {
  if (depth > DEEPEST_BLOCK) return [];
  return shown(holder["blocks"], holder["block_order"]).flatMap((block) => [block, ...blocksOf(block, depth + 1)]);
}

/** What is on, and in the order where there is one; a static block stands in none. */
function shown(holders: unknown, order: unknown): Fields[] {
  return Object.entries(object.safeParse(holders).data ?? {}).flatMap(([id, holder]) => {
    const fields = object.safeParse(holder).data;
    return fields && isOn(fields) && (!Array.isArray(order) || order.includes(id) || fields["static"] === true) ? [fields] : [];
  });
}

const fieldsOf = (holders: unknown): Fields[] => Object.values(object.safeParse(holders).data ?? {}).map((each) => object.safeParse(each).data ?? {});
const isOn = (fields: Fields): boolean => fields["disabled"] !== true;

function isOurs({ type }: Fields, appHandle: string, block: string): boolean {
  const [scheme, none, apps, app, blocks, handle] = typeof type === "string" ? type.split("/") : [];
  return scheme === "shopify:" && none === "" && apps === "apps" && app === appHandle && blocks === "blocks" && handle === block;
}

function formOf(where: ThemePlace, block: Fields): ThemeForm {
  const settings: Fields = { ...FORM_DEFAULTS, ...object.safeParse(block["settings"]).data };
  const text = (id: string): string => {
    const value = settings[id];
    return typeof value === "string" ? value.trim() : "";
  };
  // A consent without words is not shown.
  const keys = Array.from({ length: MOST_CONSENTS_OF_A_FORM }, (_, at) => `consent_${at + 1}`).filter((id) => text(id) !== "" && text(`${id}_text`) !== "");
  return { where, consents: [...new Set(keys.map((id) => text(id).slice(0, LONGEST_KEY)))], asksPhone: settings["ask_phone"] === true };
}

function placeOf(file: string): ThemePlace {
  const name = file.slice(file.indexOf("/") + 1).replace(/\.json$/, "").slice(0, LONGEST_PLACE);
  if (file.startsWith("templates/")) return { kind: "template", name };
  return file.startsWith("sections/") ? { kind: "group", name } : { kind: "layout", name: "" };
}

/** Shopify begins the files it writes with a comment, which JSON does not know. */
function withoutHead(text: string): string {
  let rest = text.replace(/^\uFEFF/, "").trimStart();
  while (rest.startsWith("/*")) {
    const end = rest.indexOf("*/", 2);
    if (end === -1) return "";
    rest = rest.slice(end + 2).trimStart();
  }
  return rest;
}
