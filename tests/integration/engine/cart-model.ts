import { DAY, HOUR, type Instant } from "~/domain/instant";
import type { Reentry } from "~/domain/scenario/definition";

export interface ModelRun {
  customer: string;
  status: "active" | "completed" | "removed";
  reason: string | null;
  step: "reminder" | "wait" | "second" | null;
  /** Null while it stands in a step that sends. */
  dueAt: Instant | null;
  began: Instant;
  endedAt: Instant | null;
}

const IDLE = HOUR;
const WAIT = DAY;

/**
 * What `cartSeries` means, told plainly for a few people: idle for an hour after the cart was opened, e-mail, a wait of
 * 24 hours, e-mail, end. No version, no lease, no batch: the engine must agree with it after every act.
 */
export class CartModel {
  now: Instant;
  active = true;
  stoppedAt = 0;
  readonly runs: ModelRun[] = [];
  private readonly clocks = new Map<string, { dueAt: Instant; began: Instant }>();
  private readonly reentry: Reentry;

  constructor(now: Instant, reentry: Reentry) {
    this.now = now;
    this.reentry = reentry;
  }

  opensCart(customer: string): void {
    if (this.active) this.clocks.set(customer, { dueAt: this.now + IDLE, began: this.now });
  }

  views(customer: string, leaves: boolean): void {
    if (!this.active) return;
    const clock = this.clocks.get(customer);
    if (clock) clock.dueAt = this.now + IDLE;
    if (leaves) this.exit(customer, "page-visited");
  }

  orders(customer: string): void {
    if (!this.active) return;
    this.clocks.delete(customer);
    this.exit(customer, "order-placed");
  }

  handsOver(): void {
    for (const run of this.standing("reminder")) Object.assign(run, { step: "wait", dueAt: this.now + WAIT });
    for (const run of this.standing("second")) Object.assign(run, { step: null, status: "completed", endedAt: this.now });
  }

  stops(): void {
    this.active = false;
    this.stoppedAt = this.now;
  }

  goesOn(): void {
    this.active = true;
    for (const run of this.runs) if (run.status === "active" && run.dueAt !== null) run.dueAt += this.now - this.stoppedAt;
  }

  /** From due instant to due instant, those who enter first. */
  passes(ms: number): void {
    const target = this.now + ms;
    for (;;) {
      const clock = [...this.clocks].filter(([, { dueAt }]) => dueAt <= target).sort(([, a], [, b]) => a.dueAt - b.dueAt)[0];
      const run = this.active ? this.runs.filter(({ status, dueAt }) => status === "active" && dueAt !== null && dueAt <= target).sort((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0))[0] : undefined;
      if (!clock && !run) break;
      if (clock && clock[1].dueAt <= (run?.dueAt ?? Infinity)) {
        this.now = Math.max(this.now, clock[1].dueAt);
        this.clocks.delete(clock[0]);
        if (this.active) this.enters(clock[0], clock[1].began);
      } else if (run) {
        this.now = Math.max(this.now, run.dueAt ?? 0);
        Object.assign(run, { step: "second", dueAt: null });
      }
    }
    this.now = target;
  }

  private standing(step: ModelRun["step"]): ModelRun[] {
    return this.active ? this.runs.filter((run) => run.status === "active" && run.step === step) : [];
  }

  private exit(customer: string, reason: string): void {
    for (const run of this.runs) if (run.customer === customer && run.status === "active") Object.assign(run, { status: "removed", reason, dueAt: null, endedAt: this.now });
  }

  private enters(customer: string, began: Instant): void {
    const hers = this.runs.filter((run) => run.customer === customer && run.reason !== "replaced");
    const inside = hers.filter(({ status }) => status === "active");
    const newest = inside.at(-1);
    if (newest && this.reentry.whileInside === "ignore") return;
    if (newest && this.reentry.whileInside === "refresh") {
      newest.began = began;
      if (newest.step === "wait") newest.dueAt = this.now + WAIT;
      return;
    }
    if (newest && this.reentry.whileInside === "restart") for (const run of inside) Object.assign(run, { status: "removed", reason: "replaced", dueAt: null, endedAt: this.now });
    if (!newest && hers.length > 0) {
      const ended = Math.max(...hers.map(({ endedAt }) => endedAt ?? 0));
      if (this.reentry.afterEnd === "never") return;
      if (this.reentry.afterEnd === "after-interval" && this.now - ended < this.reentry.minIntervalHours * HOUR) return;
    }
    this.runs.push({ customer, status: "active", reason: null, step: "reminder", dueAt: null, began, endedAt: null });
  }
}
