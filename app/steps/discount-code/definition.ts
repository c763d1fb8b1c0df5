import { z } from "zod";
import { discountOfferSchema } from "~/domain/discount/discount-offer";
import type { CheckPlace, ConfigProblem, StepInput, StepResult, StepType } from "~/domain/scenario/step-type";

const sourceSchema = z.discriminatedUnion("from", [
  z.strictObject({
    from: z.literal("shopify"),
    offer: discountOfferSchema,
    /** Shop currency, minor units; null for none. */
    minimumMinor: z.number().int().min(1).max(1_000_000_000).nullable(),
    /** What the code begins with. */
    prefix: z.string().regex(/^[A-Z0-9]{0,20}$/, "a prefix is at most 20 capital letters and digits"),
  }),
  z.strictObject({
    from: z.literal("pool"),
    /** Empty until one is chosen. */
    poolId: z.string().max(64),
  }),
]);

/** R30 */
export const discountCodeConfig = z.strictObject({
  source: sourceSchema,
  /** Days from issue to the end; null for a code that does not end. */
  expiresInDays: z.number().int().min(1).max(365).nullable(),
  /** Messages name this step's code `discounts.NAME`; empty where `discount`, the newest, is enough. */
  name: z.string().regex(/^([a-z][a-z0-9_]{0,39})?$/, "a name is small letters, digits and underscores"),
  /** Where there is no code to give: go on without, leave the scenario, or take the branch "none". */
  onNone: z.enum(["continue", "remove", "branch"]),
  /** What becomes of a message that shows the code when it has ended or was used by then. */
  whenStale: z.enum(["suppress", "without"]),
});

export type DiscountCodeConfig = z.infer<typeof discountCodeConfig>;

function step({ config, errand }: StepInput<DiscountCodeConfig>): StepResult {
  if (!errand) return { do: "ask", effects: [{ kind: "errand", errand: "discount-code", request: config }] };
  if (errand.status === "done") return { do: "leave", branch: "next", detail: { outcome: "issued" } };
  const detail = { outcome: "no-code", ...(errand.reason ? { reason: errand.reason } : {}) };
  switch (config.onNone) {
    case "continue": return { do: "leave", branch: "next", detail };
    case "branch": return { do: "leave", branch: "none", detail };
    case "remove": return { do: "remove", reason: "no-discount-code", detail };
    default: return config.onNone satisfies never;
  }
}

function check({ source }: DiscountCodeConfig, { shop }: CheckPlace): ConfigProblem[] {
  if (source.from !== "pool") return [];
  const problem = (key: string): ConfigProblem[] => [{ severity: "error", path: "source.poolId", key: `steps:discountCode.problem.${key}` }];
  if (source.poolId === "") return problem("noPool");
  return shop && !shop.discountPools.some(({ id }) => id === source.poolId) ? problem("poolGone") : [];
}

const defaults: DiscountCodeConfig = {
  source: { from: "shopify", offer: { kind: "percentage", percent: 10 }, minimumMinor: null, prefix: "" },
  expiresInDays: 7, name: "", onNone: "continue", whenStale: "suppress",
};

export const discountCode = {
  type: "discount-code",
  version: 1,
  category: "customer",
  icon: "DiscountCodeIcon",
  config: discountCodeConfig,
  defaults,
  branches: ({ onNone }: DiscountCodeConfig) => (onNone === "branch" ? ["next", "none"] : ["next"]),
  needs: () => ["errands-of-run"],
  gives: ({ name }: DiscountCodeConfig) => ["discount", ...(name === "" ? [] : [`discounts.${name}`])],
  step,
  check,
} satisfies StepType<"discount-code", typeof discountCodeConfig>;
