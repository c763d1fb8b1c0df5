import i18next from "i18next";
import type { Problem } from "~/domain/scenario/problem";
import editor from "~/locales/en/editor.json";
import entryPoints from "~/locales/en/entry-points.json";
import messages from "~/locales/en/messages.json";
import steps from "~/locales/en/steps.json";
import traits from "~/locales/en/traits.json";

const texts = i18next.createInstance();
void texts.init({ lng: "en", resources: { en: { editor, entryPoints, messages, steps, traits } }, defaultNS: "editor", initAsync: false, interpolation: { escapeValue: false } });

/** One line: where, what is wrong, how to mend it. */
export function sayProblem({ severity, path, key, values }: Problem): string {
  return `${severity === "error" ? "✗" : "!"} ${path || "scenario"}: ${texts.t(key.includes(":") ? key : `problem.${key}`, { ...values, defaultValue: key })}`;
}
