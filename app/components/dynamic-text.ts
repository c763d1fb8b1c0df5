import { useCallback } from "react";
import { useTranslation } from "react-i18next";

type Lookup = (key: string, values?: Record<string, string | number>) => string;

/**
 * Texts whose key is made of data, such as the name of a step's type (`steps:delay.name`). Answers the fallback where
 * the locale files have no such text: data may be newer than they are.
 */
export function useDynamicText(): (key: string, fallback: string, values?: Record<string, string | number>) => string {
  const { i18n } = useTranslation();
  return useCallback((key, fallback, values) => (i18n.exists(key, values) ? (i18n.t as unknown as Lookup)(key, values) : fallback), [i18n]);
}
