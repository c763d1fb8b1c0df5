import type { Work } from "~/runtime/work";
import type { ShopifyWorld } from "./shopify-world";

export const importJobs = ({ db }: Pick<ShopifyWorld, "db">) => db.acrossShops.selectFrom("ImportJob").selectAll().orderBy("id").execute();

/** One batch after another, the clock moving on to what is due next; answers the job under way after each. */
export async function passThroughImport(world: ShopifyWorld, work: Work, most = Infinity) {
  const seen: Awaited<ReturnType<typeof importJobs>> = [];
  for (let batches = 0; batches < most; batches++) {
    if ((await work.runDue()) === 0) {
      const due = await work.nextDueAt();
      if (due === null) return seen;
      world.clock.set(Math.max(due, world.clock.now()), true);
    }
    const underWay = (await importJobs(world)).filter(({ startedAt }) => startedAt !== null).at(-1);
    if (underWay) seen.push(underWay);
  }
  return seen;
}
