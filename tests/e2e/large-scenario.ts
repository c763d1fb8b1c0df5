const email = (id: string, next: string | null) => ({
  id, type: "send-email", version: 1, next: { next },
  config: { subject: `Letter ${id}`, preheader: "", body: "<p>Hello</p>", consent: "newsletter", transactional: false, transactionalReason: "", onFailure: "continue" },
});
const wait = (id: string, next: string | null) => ({ id, type: "delay", version: 1, config: { mode: "for", amount: 1, unit: "days" }, next: { next } });

/** A scenario file of 200 steps: ten sections of a split into two ways, of which the second goes on to the next section. */
export function largeScenario(name: string): object {
  const sections = 10;
  const steps = Array.from({ length: sections }, (_, section) => {
    const id = (at: number) => `s${section}-${at}`;
    const onwards = section + 1 < sections ? `s${section + 1}-0` : null;
    const way = (from: number, to: number, end: string | null) =>
      Array.from({ length: to - from }, (_each, at) => from + at).map((at) => (at % 2 === 0 ? email : wait)(id(at), at + 1 < to ? id(at + 1) : end));
    const split = {
      id: id(0), type: "split", version: 1, next: { regulars: id(1), "everyone-else": id(10) },
      config: { branches: [{ id: "regulars", name: "Regulars", segment: { match: "all", groups: [{ match: "all", conditions: [{ fact: "tag", operator: "has", tag: "newsletter" }] }] } }] },
    };
    return [split, ...way(1, 10, null), ...way(10, 20, onwards)];
  }).flat();
  return {
    name, format: 1,
    settings: { reentry: { whileInside: "ignore", afterEnd: "always", minIntervalHours: 24 }, exits: { onOrder: true, onPage: [] } },
    entryPoints: [{ id: "start", type: "cart-abandonment", version: 1, config: { variant: "opened-not-checkout", idleMinutes: 60 } }],
    firstStepId: "s0-0", steps,
  };
}
