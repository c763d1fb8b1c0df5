import { setImmediate } from "node:timers/promises";
import type { AppContext } from "~/app-context";
import { DAY, HOUR, type Instant } from "~/domain/instant";
import { forgetPrices } from "./prices/forget-prices.server";
import type { Work } from "./work";

/**
 * Gives the database what it needs from time to time, such as room for the coming months, and once a day takes from it what nothing asks for any more, piece by piece.
 * In real time, as its ids are; nothing is ever due, so it runs at the start and with the sweep.
 */
export function upkeepWork({ db, clock }: Pick<AppContext, "db" | "clock">): Work {
  let lastAt: Instant | null = null;
  let forgotAt: Instant | null = null;
  let forgetting: ReturnType<typeof forgetPrices> | null = null;

  /** Answers whether there was a piece to do. */
  const forget = async (real: Instant): Promise<boolean> => {
    if (forgetting === null) {
      if (forgotAt !== null && real - forgotAt < DAY) return false;
      forgotAt = real;
      forgetting = forgetPrices(db, clock.now());
    }
    const { done } = await forgetting.next();
    if (!done) return true;
    forgetting = null;
    return false;
  };

  return {
    name: "upkeep",
    async runDue() {
      const real = clock.real();
      if (lastAt === null || real - lastAt >= HOUR) {
        await db.keepUp(real);
        lastAt = real;
      }
      const done = await forget(real);
      await setImmediate();
      return done ? 1 : 0;
    },
    nextDueAt: async () => null,
  };
}
