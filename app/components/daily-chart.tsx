import { Box, Spinner } from "@shopify/polaris";
import { lazy, Suspense } from "react";

export interface DailyPoint {
  /** YYYY-MM-DD */
  day: string;
  /** Name of the day for people. */
  label: string;
  value: number;
}

export interface DailyChartProps {
  points: DailyPoint[];
  name: string;
  formatValue(value: number): string;
}

const HEIGHT = "240px";
/** The chart library is loaded when a chart is shown, not with the admin. */
const Drawing = lazy(() => import("./daily-chart-drawing"));

export function DailyChart(props: DailyChartProps) {
  return (
    <Box minHeight={HEIGHT}>
      <Suspense fallback={<Box padding="800"><Spinner accessibilityLabel={props.name} /></Box>}>
        <Drawing {...props} />
      </Suspense>
    </Box>
  );
}
