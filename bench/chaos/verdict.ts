/** How a channel, or a kind of errand, finds out about a call whose answer nobody heard. `null`: nobody can always know. */
export const FINDS_OUT = {
  email: "by its key", sms: "by asking", push: null, webhook: "by its key", "staff-note": "by its key", "discount-code": "by its row",
} as const satisfies Record<string, string | null>;

export type Way = keyof typeof FINDS_OUT;
export const isWay = (name: string): name is Way => name in FINDS_OUT;

export interface Faults {
  /** Facts that let nobody in, what was to be sent or done and was not, and what is said to be sent or done that nobody took. */
  lost: number;
  /** Runs, messages and errands that are one too many, and what was taken though said not to be sent. */
  doubled: number;
  /** Runs, messages and errands that came to no end. */
  stuck: number;
  /** Messages and errands of which nobody can tell whether they were sent or done. */
  unknown: number;
  /** Figures that differ from the recount. */
  wrongCounters: number;
}

const none = (): Faults => ({ lost: 0, doubled: 0, stuck: 0, unknown: 0, wrongCounters: 0 });

/** What the judge found, in all and by channel. `say` hears of each fault, the first few of a kind. */
export class Verdict {
  readonly faults: Faults = none();
  readonly #ways = new Map<Way, { done: number; faults: Faults }>(Object.keys(FINDS_OUT).filter(isWay).map((way) => [way, { done: 0, faults: none() }]));
  readonly #say: (line: string) => void;

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  fault(kind: keyof Faults, what: string, way?: Way): void {
    this.faults[kind] += 1;
    const of = way === undefined ? undefined : this.#ways.get(way);
    if (of) of.faults[kind] += 1;
    if (this.faults[kind] <= 10) this.#say(`${kind}: ${way === undefined ? "" : `${way}, `}${what}`);
  }

  /** One that was sent, or done, as it should be. */
  done(way: Way): void {
    const of = this.#ways.get(way);
    if (of) of.done += 1;
  }

  /** By channel; `findsOut` says how it can know, and where it cannot, `unknown` is no fault. */
  channels(): Record<string, { findsOut: string | null; done: number; lost: number; doubled: number; stuck: number; unknown: number }> {
    return Object.fromEntries([...this.#ways].map(([way, { done, faults: { lost, doubled, stuck, unknown } }]) => [way, { findsOut: FINDS_OUT[way], done, lost, doubled, stuck, unknown }]));
  }

  /** Whether all is as it should be. */
  holds(): boolean {
    const { lost, doubled, stuck, wrongCounters } = this.faults;
    return lost + doubled + stuck + wrongCounters === 0 && [...this.#ways].every(([way, { faults }]) => FINDS_OUT[way] === null || faults.unknown === 0);
  }
}
