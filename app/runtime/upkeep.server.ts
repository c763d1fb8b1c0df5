import type { AppContext } from "~/app-context";
import { HOUR, type Instant } from "~/domain/instant";
import type { Work } from "./work";

/**
 * Gives the database what it needs from time to time, such as room for the coming months. In real time, as its ids are;
 * nothing is ever due, so it runs at the start and with the sweep.
 */
export function upkeepWork({ db, clock }: Pick<AppContext, "db" | "clock">): Work {
  let lastAt: Instant | null = null;
  return {
    name: "upkeep",
    async runDue() {
      const real = clock.real();
      if (lastAt !== null && real - lastAt < HOUR) return 0;
      await db.keepUp(real);
      lastAt = real;
      return 0;
    },
    nextDueAt: async () => null,
  };
}
