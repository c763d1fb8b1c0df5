import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { EditorOptions } from "~/editor/editor-options";
import { stepFaceByName } from "~/steps/registry.ui";

/** What a step asked of a customer who left it by a way, said outside of the editor; "" where it asks nothing, or the shop's names for it are not known. */
export function useSayAsked(options: EditorOptions | null): (stepType: string, way: { branch: string; config: unknown; message: string | null }) => string {
  const { t, i18n } = useTranslation(["steps", "entryPoints", "editor", "traits"]);
  const { language } = i18n;
  return useCallback((stepType, { branch, config, message }) => (options && stepFaceByName.get(stepType)?.asked?.(config, branch, { t, options, language }, message)) ?? "", [t, language, options]);
}
