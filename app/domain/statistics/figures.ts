import type { Metric } from "./metric";

export type Counts = Partial<Record<Metric, number>>;

/** The figures of R2, as lists, pages and files show them. Revenue in minor units of the shop's currency. */
export interface Figures {
  revenue: number;
  orders: number;
  started: number;
  active: number;
  removed: number;
  completed: number;
  sent: number;
  displayed: number;
  opened: number;
  clicked: number;
  bounced: number;
  unsubscribed: number;
  /** Every time, not once a message. */
  opens: number;
  clicks: number;
  /** Judged to be machines; contained in none of the above. */
  machineOpens: number;
  machineClicks: number;
  suppressed: number;
  failed: number;
  /** R31, no messages: webhooks and the like that were done, and that were given up or of which nobody can tell. */
  errandsDone: number;
  errandsFailed: number;
}

/** R2: Started = Active + Removed + Completed, so Active is what is left. */
export function figuresOf(counts: Counts): Figures {
  const of = (metric: Metric) => counts[metric] ?? 0;
  return {
    revenue: of("revenue"),
    orders: of("orders"),
    started: of("started"),
    active: of("started") - of("removed") - of("completed"),
    removed: of("removed"),
    completed: of("completed"),
    sent: of("sent"),
    displayed: of("displayed"),
    opened: of("opened"),
    clicked: of("clicked"),
    bounced: of("bounced"),
    unsubscribed: of("unsubscribed"),
    opens: of("opens"),
    clicks: of("clicks"),
    machineOpens: of("machine-opens"),
    machineClicks: of("machine-clicks"),
    suppressed: of("suppressed"),
    failed: of("failed"),
    errandsDone: of("errands-done"),
    errandsFailed: of("errands-failed") + of("errands-unknown"),
  };
}

/** The figures of one step: those of R2 for its messages, and where runs stand. */
export interface StepFigures extends Figures {
  arrived: number;
  standing: number;
  left: number;
  removedHere: number;
}

/** R2: Arrived = Standing + Left + Removed here. */
export function stepFiguresOf(counts: Counts): StepFigures {
  const arrived = counts.arrived ?? 0;
  const left = counts.left ?? 0;
  const removedHere = counts["removed-here"] ?? 0;
  return { ...figuresOf(counts), arrived, left, removedHere, standing: arrived - left - removedHere };
}
