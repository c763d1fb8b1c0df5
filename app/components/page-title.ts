import type { MetaDescriptor } from "@remix-run/node";
import { createI18n } from "~/locales/i18n";

const texts = createI18n("en");

/** The document's title: the page's own words, then the app's name. */
export function pageTitle(words: string): MetaDescriptor[] {
  return [{ title: `${words} · ${texts.t("shell:appName")}` }];
}

export const pageTitleOf = (key: "customers:list.title" | "discounts:title" | "events:title" | "scenarios:title" | "segments:title" | "settings:title" | "shell:homeTitle" | "traits:import.title" | "traits:title"): MetaDescriptor[] => pageTitle(texts.t(key));
