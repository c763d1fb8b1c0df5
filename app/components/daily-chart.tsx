import { Box, Spinner } from "@shopify/polaris";
import { lazy, Suspense } from "react";
import { useInBrowser } from "./use-in-browser";

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

/** Drawn in the browser only: a page that changes before the library has come would throw away what the server drew. */
export function DailyChart(props: DailyChartProps) {
  const inBrowser = useInBrowser();
  const loading = <Box padding="800"><Spinner accessibilityLabel={props.name} /></Box>;
  return <Box minHeight={HEIGHT}>{inBrowser ? <Suspense fallback={loading}><Drawing {...props} /></Suspense> : loading}</Box>;
}
