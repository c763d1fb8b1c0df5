import { AdminApiError, type AdminApi } from "~/adapters/shopify/admin-api";
import type { DiscountCodeConfig } from "~/steps/discount-code/definition";
import { discountCode } from "~/steps/discount-code/definition";
import { discountCodeDoer } from "~/runtime/errands/discount-code-doer.server";
import { errandsWork } from "~/runtime/errands/errands.server";
import { addCodes } from "~/services/discounts/add-codes.server";
import { createPool } from "~/services/discounts/save-pool.server";
import { HOUR } from "~/domain/instant";
import { seedState } from "../../dev-store/state/seed.ts";
import { Store } from "../../dev-store/state/store.ts";
import { delayNode, emailConfig, T0, TestClock } from "./engine-world";
import { exhaustWork } from "./exhaust-work";
import { localAdminApi } from "./local-admin-api";
import { openMessageWorld } from "./message-world";

export const CODE_MAIL = "{{ discount.code }}|{{ discount.value }}|{{ discount.expires_at | date }}|{{ discount.url }}";

/** What happens to one call of the Admin API: lost on the way there, or its answer on the way back. */
export type Loss = "before" | "after";

/** Runs that get codes: a shop with a sender, and a Shopify that makes discounts over its real schema. */
export async function openDiscountWorld() {
  const world = await openMessageWorld();
  const store = new Store(seedState(T0), { now: () => world.clock.now() }, () => undefined);
  const clock = new TestClock(T0, true);
  const full = await localAdminApi(store, clock);
  const poor = await localAdminApi(store, clock, ["read_customers"]);
  const losses: Loss[] = [];
  const faults: AdminApiError[] = [];
  let scopes: "full" | "poor" = "full";
  const api: AdminApi = {
    async ask(query, variables) {
      const fault = faults.shift();
      if (fault) throw fault;
      const loss = losses.shift();
      const lost = () => new AdminApiError("the connection broke", { retryable: true, code: "UNREACHABLE" });
      if (loss === "before") throw lost();
      const answer = await (scopes === "full" ? full : poor).api.ask(query, variables);
      if (loss === "after") throw lost();
      return answer;
    },
  };
  const errandWork = () => errandsWork(world.context, { "discount-code": discountCodeDoer(world.context, async () => api) }, { soleOwner: false });
  const errands = errandWork();

  const known = [...store.state.customers.values()][0];
  if (!known) throw new Error("the seed has no customers");

  return {
    ...world, store, losses, faults, errands, errandWork, shopifyIdOfKnown: known.id,
    loseScope: () => { scopes = "poor"; },
    codes: () => world.db.forShop(world.shop.id).selectFrom("DiscountCode").selectAll().orderBy("id").execute(),
    errandRows: () => world.db.forShop(world.shop.id).selectFrom("Errand").selectAll().orderBy("id").execute(),
    async pool(...codes: string[]): Promise<string> {
      const id = await createPool(world.context, world.shop.id, { name: "Spring", worth: "15% off", lowAt: 1 });
      await addCodes(world.context, world.shop.id, id, codes.join("\n"));
      return id;
    },
    /** A code, an e-mail with it, a wait of a day and a second e-mail with it; of a branch "none" another one. */
    codeSeries(config: Partial<DiscountCodeConfig> = {}, body: string = CODE_MAIL) {
      const series = world.series();
      const whole: DiscountCodeConfig = { ...discountCode.defaults, ...config };
      const mail = (id: string, next: string | null) => ({ id, type: "send-email", version: 1, config: { ...emailConfig, body }, next: { next } });
      const next = whole.onNone === "branch" ? { next: "first", none: "sorry" } : { next: "first" };
      return {
        ...series, firstStepId: "code",
        steps: [
          { id: "code", type: "discount-code", version: 1, config: whole, next }, mail("first", "wait"), delayNode("wait", "second"), mail("second", null),
          ...(whole.onNone === "branch" ? [{ id: "sorry", type: "send-email", version: 1, config: { ...emailConfig, body: "<p>Sorry</p>" }, next: { next: null } }] : []),
        ],
      };
    },
    /** Does all that is due now, errands and sending included. */
    async work(): Promise<void> {
      let done: number;
      do {
        await world.drain();
        done = await exhaustWork(errands);
      } while (done > 0);
    },
    /** On to when the idle time of the cart is over, and all that is due then. */
    async enter(): Promise<void> {
      await world.advance(HOUR);
      await this.work();
    },
    async pass(ms: number): Promise<void> {
      world.clock.set(world.clock.now() + ms, true);
      await this.work();
    },
    textTo: (id: string) => world.mailTo(id).map(({ text }) => (text ?? "").split("\n--")[0]?.replaceAll("\n", " ").trim()),
    async close() {
      await full.close();
      await poor.close();
      await world.close();
    },
  };
}

export type DiscountWorld = Awaited<ReturnType<typeof openDiscountWorld>>;
