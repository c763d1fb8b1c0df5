import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { stepFaceByName } from "~/steps/registry.ui";

/** What stands on the line of a step's way out, said outside of the editor; the way's key where the step has no name for it. */
export function useSayWay(): (stepType: string, way: { branch: string; config: unknown }) => string {
  const { t } = useTranslation(["steps", "entryPoints", "editor", "traits"]);
  return useCallback((stepType, { branch, config }) => stepFaceByName.get(stepType)?.branchName?.(config, branch, { t }) ?? branch, [t]);
}
