import i18next from "i18next";
import type { Problem } from "~/domain/scenario/problem";
import messages from "~/locales/en/messages.json";
import problems from "~/locales/en/problems.json";

const texts = i18next.createInstance();
void texts.init({ lng: "en", resources: { en: { problems, messages } }, defaultNS: "problems", initAsync: false, interpolation: { escapeValue: false } });

/** One line: where, what is wrong, how to mend it. */
export function sayProblem({ severity, path, key, values }: Problem): string {
  return `${severity === "error" ? "✗" : "!"} ${path || "scenario"}: ${texts.t(key, { ...values, defaultValue: key })}`;
}
