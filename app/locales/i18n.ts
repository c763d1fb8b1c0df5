import i18next, { type i18n } from "i18next";
import { initReactI18next } from "react-i18next";
import customers from "./en/customers.json";
import discounts from "./en/discounts.json";
import editor from "./en/editor.json";
import entryPoints from "./en/entry-points.json";
import errors from "./en/errors.json";
import events from "./en/events.json";
import home from "./en/home.json";
import messages from "./en/messages.json";
import scenarios from "./en/scenarios.json";
import segments from "./en/segments.json";
import settings from "./en/settings.json";
import shell from "./en/shell.json";
import statistics from "./en/statistics.json";
import steps from "./en/steps.json";
import templates from "./en/templates.json";
import traits from "./en/traits.json";

export const resources = {
  en: { shell, home, scenarios, editor, statistics, customers, discounts, segments, settings, steps, entryPoints, templates, messages, errors, events, traits },
} as const;

export type Language = keyof typeof resources;

/** Texts of one language, ready at once on the server and in the browser. */
export function createI18n(language: Language): i18n {
  const instance = i18next.createInstance();
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: "en",
    resources,
    defaultNS: "shell",
    initAsync: false,
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  return instance;
}
