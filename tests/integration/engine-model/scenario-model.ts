import { HOUR, type Instant } from "~/domain/instant";
import type { Reentry } from "~/domain/scenario/definition";

export interface ModelRun {
  customer: string;
  /** Number of the version it entered by. */
  version: number;
  status: "active" | "completed" | "removed";
  reason: string | null;
  step: "wait" | "until" | "mail" | null;
  /** When its clock in the step began, pushed by holds and refreshes. */
  start: Instant;
  /** When the page was visited that it waits for. */
  seen: Instant | null;
  endedAt: Instant | null;
}

export const LIMIT_HOURS = 24;

/**
 * A wait of some hours, a wait until a page is visited with a limit of 24 hours, an e-mail for those who visited it, for those who viewed no product; told plainly,
 * for a few people. No lease, no batch, no transaction: the engine must agree with it after every command.
 */
export class ScenarioModel {
  now: Instant;
  active = true;
  version = 1;
  readonly runs: ModelRun[] = [];
  /** Who viewed a product, and so fits the scenario's segment no more. */
  private readonly viewers = new Set<string>();
  private hours: number;
  private drawnHours: number;
  private stoppedAt = 0;
  private clocksRunOn = false;
  private readonly reentry: Reentry;

  constructor(now: Instant, reentry: Reentry, hours: number) {
    this.now = now;
    this.reentry = reentry;
    this.hours = hours;
    this.drawnHours = hours;
  }

  enters(customer: string): void {
    if (!this.active) return;
    const hers = this.runs.filter((run) => run.customer === customer && run.reason !== "replaced");
    const inside = hers.filter(({ status }) => status === "active");
    const newest = inside.at(-1);
    if (newest) {
      if (this.reentry.whileInside === "ignore") return;
      if (this.reentry.whileInside === "refresh") {
        if (newest.step !== "mail") newest.start = this.now;
        return;
      }
      if (this.reentry.whileInside === "restart") for (const run of inside) this.end(run, "removed", "replaced");
    } else if (hers.length > 0) {
      const ended = Math.max(...hers.map(({ endedAt }) => endedAt ?? 0));
      if (this.reentry.afterEnd === "never") return;
      if (this.reentry.afterEnd === "after-interval" && this.now - ended < this.reentry.minIntervalHours * HOUR) return;
    }
    this.runs.push({ customer, version: this.version, status: "active", reason: null, step: "wait", start: this.now, seen: null, endedAt: null });
  }

  visits(customer: string): void {
    for (const run of this.inside(customer)) if (run.step === "until") run.seen ??= this.now;
    this.looks();
  }

  leaves(customer: string, reason: "order-placed" | "consent-withdrawn" | "segment-left"): void {
    if (this.active) for (const run of this.inside(customer)) this.end(run, "removed", reason);
  }

  views(customer: string): void {
    this.viewers.add(customer);
    this.leaves(customer, "segment-left");
  }

  handsOver(): void {
    for (const run of this.inside()) if (run.step === "mail") this.end(run, "completed", null);
  }

  edits(hours: number): void {
    this.drawnHours = hours;
    if (this.active) this.publishes();
  }

  stops(how: "hold" | "run-on" | "remove"): void {
    this.active = false;
    this.stoppedAt = this.now;
    this.clocksRunOn = how === "run-on";
    if (how === "remove") for (const run of this.inside()) this.end(run, "removed", "stopped");
  }

  starts(): void {
    this.active = true;
    if (!this.clocksRunOn) for (const run of this.inside()) run.start += this.now - this.stoppedAt;
    this.publishes();
  }

  /** From due instant to due instant. */
  passes(ms: number): void {
    const target = this.now + ms;
    while (this.active) {
      const next = Math.min(...this.inside().flatMap((run) => this.dueOf(run) ?? []));
      if (next > target) break;
      this.now = Math.max(this.now, next);
      this.looks();
    }
    this.now = target;
  }

  private publishes(): void {
    if (this.drawnHours !== this.hours) this.version += 1;
    this.hours = this.drawnHours;
    this.looks();
  }

  private looks(): void {
    if (!this.active) return;
    for (const run of this.inside()) {
      const due = this.dueOf(run);
      if (run.step === "until" && run.seen !== null && run.seen < (due ?? 0)) this.comesToMail(run);
      else if (due !== null && due <= this.now) {
        if (run.step === "wait") Object.assign(run, { step: "until", start: this.now });
        else this.end(run, "completed", null);
      }
    }
  }

  /** Whether the customer fits is asked before every message too. */
  private comesToMail(run: ModelRun): void {
    if (this.viewers.has(run.customer)) this.end(run, "removed", "segment-left");
    else Object.assign(run, { step: "mail", start: this.now });
  }

  private dueOf(run: ModelRun): Instant | null {
    return run.step === "wait" ? run.start + this.hours * HOUR : run.step === "until" ? run.start + LIMIT_HOURS * HOUR : null;
  }

  private inside(customer?: string): ModelRun[] {
    return this.runs.filter((run) => run.status === "active" && (customer === undefined || run.customer === customer));
  }

  private end(run: ModelRun, status: "completed" | "removed", reason: string | null): void {
    Object.assign(run, { status, reason, step: null, endedAt: this.now });
  }
}
