import { Box, Spinner } from "@shopify/polaris";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useInBrowser } from "~/components/use-in-browser";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import type { StepFigures } from "~/domain/statistics/figures";
import type { EditorOptions } from "../editor-options";

export interface ScenarioFunnelProps {
  definition: ScenarioDefinition;
  steps: readonly ({ id: string } & StepFigures)[];
  /** Runs that entered by this version. */
  started: number;
  options: EditorOptions;
}

/** The canvas library is loaded with the drawing, not with the admin. */
const Drawing = lazy(() => import("./funnel-drawing"));

/**
 * A version on the canvas with the figures of each step: where customers are, and how many came so far. Drawn in the browser only: a page
 * that changes before the library has come would throw away what the server drew.
 */
export function ScenarioFunnel(props: ScenarioFunnelProps) {
  const { t } = useTranslation("statistics");
  const inBrowser = useInBrowser();
  const loading = <Box padding="800"><Spinner accessibilityLabel={t("funnel.title")} /></Box>;
  return (
    <Box minHeight="420px" borderRadius="200" overflowX="hidden" overflowY="hidden" background="bg-surface-secondary">
      {inBrowser ? <Suspense fallback={loading}><Drawing {...props} /></Suspense> : loading}
    </Box>
  );
}
