import type { Instant } from "~/domain/instant";
import type { ConfigProblem } from "~/domain/scenario/step-type";
import { cronFault } from "./cron";
import { isTimeZone } from "./instant-of-wall-time";
import { nextOccurrence } from "./next-occurrence";
import type { ScheduleRule } from "./schedule-rule";

/**
 * What keeps a schedule from ever coming round, or lets it come round too often. `path` is where the rule stands in the
 * config; `shop` its clock, where it is known, with the time it is.
 */
export function checkSchedule(rule: ScheduleRule, path: string, shop: { timeZone: string; now?: Instant } | undefined): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const at = (field: string) => (path === "" ? field : `${path}.${field}`);
  if (shop && !isTimeZone(shop.timeZone)) problems.push({ severity: "error", path: at(""), key: "entryPoints:problems.time-zone-unknown", values: { timeZone: shop.timeZone } });
  const fault = rule.every === "cron" ? cronFault(rule.expression) : null;
  if (fault) problems.push({ severity: "error", path: at("expression"), key: `entryPoints:problems.${fault}` });
  if (rule.every === "once" && shop?.now !== undefined && nextOccurrence(rule, shop.now, shop.timeZone, shop.now) === null) {
    // A warning alone: who is inside goes on, and the rest of the scenario can still be changed.
    problems.push({ severity: "warning", path: at("date"), key: "entryPoints:problems.date-over" });
  }
  return problems.map((problem) => ({ ...problem, path: problem.path.replace(/\.$/, "") }));
}
