import { Box, Spinner } from "@shopify/polaris";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import type { StepFigures } from "~/domain/statistics/figures";

export interface ScenarioFunnelProps {
  definition: ScenarioDefinition;
  steps: readonly ({ id: string } & StepFigures)[];
}

const Drawing = lazy(() => import("./funnel-drawing"));

/** A version on the canvas with the figures of each step: where customers are, and how many came so far. */
export function ScenarioFunnel(props: ScenarioFunnelProps) {
  const { t } = useTranslation("statistics");
  return (
    <Box minHeight="420px" borderRadius="200" overflowX="hidden" overflowY="hidden" background="bg-surface-secondary">
      <Suspense fallback={<Box padding="800"><Spinner accessibilityLabel={t("funnel.title")} /></Box>}>
        <Drawing {...props} />
      </Suspense>
    </Box>
  );
}
