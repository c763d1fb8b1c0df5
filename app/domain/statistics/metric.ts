/**
 * What is counted (R2). Runs: started, completed, removed belong to the version the run entered by; Active is
 * started − completed − removed. Steps: arrived, left, removed-here; Standing is arrived − left − removed-here.
 * Messages and revenue belong to the version that sent; opened, clicked, … count messages once, opens and clicks count
 * every time. Errands (R31: webhooks, notes to staff, …) belong to the version that asked for them and are no messages. Revenue is in minor units of the shop's currency.
 */
export const METRICS = [
  "started", "completed", "removed",
  "arrived", "left", "removed-here",
  "sent", "delivered", "displayed", "opened", "opens", "machine-opens", "clicked", "clicks", "machine-clicks",
  "bounced", "complained", "unsubscribed", "failed", "suppressed", "unknown",
  "errands-done", "errands-failed", "errands-unknown",
  "orders", "revenue",
] as const;

export type Metric = (typeof METRICS)[number];

/** One change of a counter. `stepId`, `channel` and `reason` are empty where they do not apply. */
export interface CounterChange {
  scenarioId: string;
  versionId: string;
  stepId: string;
  channel: "" | "email" | "sms" | "push";
  reason: string;
  metric: Metric;
  /** The shop's local date, YYYY-MM-DD, of the moment it happened. */
  day: string;
  value: number;
}
