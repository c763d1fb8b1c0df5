import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useDynamicText } from "~/components/dynamic-text";

/** R41: the field of a config in words, from its path: `["branches", 1, "name"]` is “Branch 2 › Name”. A field without a word keeps its own name. */
export function useSayField(): (path: readonly (string | number)[]) => string {
  const say = useDynamicText();
  const { t } = useTranslation("editor");
  return useCallback((path) => path.reduce<string[]>((words, part) => {
    const last = words.at(-1);
    if (typeof part === "number") return [...words.slice(0, -1), t("compare.place", { name: last ?? "", number: part + 1 })];
    return [...words, say(`editor:compare.fields.${part}`, part)];
  }, []).join(" › "), [say, t]);
}

/** R41: a value of a config in words; what has many parts says how many. */
export function useSayValue(): (value: unknown) => string {
  const { t } = useTranslation("editor");
  return useCallback((value) => {
    if (value === undefined || value === null || value === "") return t("compare.nothing");
    if (typeof value === "boolean") return value ? t("compare.yes") : t("compare.no");
    if (typeof value === "string" || typeof value === "number") return String(value);
    if (typeof value === "object" && "name" in value && typeof value.name === "string") return value.name;
    return t("compare.several", { count: Array.isArray(value) ? value.length : Object.keys(value).length });
  }, [t]);
}
