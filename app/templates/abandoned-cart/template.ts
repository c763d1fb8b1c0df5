import type { ScenarioDefinition } from "~/domain/scenario/definition";
import type { ScenarioTemplate } from "../scenario-template";
import texts from "./texts.en.json";

const IDLE_MINUTES = 60;
const PERCENT_OFF = 10;
const DAYS_VALID = 7;

const email = (id: string, text: { subject: string; preheader: string; body: string }, next: string | null) => ({
  id,
  type: "send-email",
  version: 1,
  config: { ...text, consent: "newsletter", transactional: false, transactionalReason: "", onFailure: "continue" },
  next: { next },
});

const wait = (id: string, days: number, next: string) => ({ id, type: "delay", version: 1, config: { mode: "for", amount: days, unit: "days" }, next: { next } });

/** A code for the customer alone, valid for a week. Where none can be made the last mail goes out without. */
const code = (id: string, next: string) => ({
  id, type: "discount-code", version: 1, next: { next },
  config: {
    source: { from: "shopify", offer: { kind: "percentage", percent: PERCENT_OFF }, minimumMinor: null, prefix: "" }, expiresInDays: DAYS_VALID, name: "", onNone: "continue", whenStale: "without",
  },
});

const abandoned = (id: string, variant: string) => ({ id, type: "cart-abandonment", version: 1, config: { variant, idleMinutes: IDLE_MINUTES } });

/** R35: a series of three, a reminder, help with buying, and a last word with a discount code. Ends by itself when an order is placed. */
function definition(): ScenarioDefinition {
  return {
    format: 1,
    settings: {
      reentry: { whileInside: "refresh", afterEnd: "after-interval", minIntervalHours: 24 },
      exits: { onOrder: true, onPage: [] },
    },
    entryPoints: [abandoned("cart-left", "opened-not-checkout"), abandoned("checkout-left", "checkout-started")],
    firstStepId: "reminder",
    steps: [
      email("reminder", texts.reminder, "wait-a-day"),
      wait("wait-a-day", 1, "help"),
      email("help", texts.help, "wait-two-days"),
      wait("wait-two-days", 2, "code"),
      code("code", "last"),
      email("last", texts.last, null),
    ],
  };
}

export const abandonedCart = { id: "abandoned-cart-series", category: "abandoned-cart", name: texts.name, definition } as const satisfies ScenarioTemplate;
