import { z } from "zod";
import type { Activity, EntryFacts, EntryNeeds, EntryPointType, EntryReaction } from "~/domain/scenario/entry-point-type";
import { lacksForm } from "~/domain/theme/theme-forms";
import type { CheckPlace, ConfigProblem } from "~/domain/scenario/step-type";
import { checkWithinSegment } from "~/domain/segment/check-segment";

export const MOST_CONSENTS = 20;

/** R10: all of these consents, by key, and at most one segment. */
export const signUpConfig = z.strictObject({
  consents: z.array(z.string().min(1).max(100)).max(MOST_CONSENTS),
  segmentId: z.string().nullable(),
});

export type SignUpConfig = z.infer<typeof signUpConfig>;

/** The grant of any of them may be the last that was missing; whether it is, `admits` says. */
function react({ consents, segmentId }: SignUpConfig, activity: Activity): EntryReaction {
  if (activity.type !== "consents_granted" || !activity.consents?.some((key) => consents.includes(key))) return { do: "nothing" };
  return { do: "enter", context: { at: activity.at, ...(segmentId === null ? {} : { segmentId }) } };
}

function admits({ consents, segmentId }: SignUpConfig, _activity: Activity, { customer, segments }: EntryFacts): string | null {
  if (consents.some((key) => customer.consents?.get(key)?.state !== "granted")) return "consents-missing";
  return segmentId === null || segments.has(segmentId) ? null : "not-in-segment";
}

const needs = ({ segmentId }: SignUpConfig): EntryNeeds => ({ customer: ["consents"], ...(segmentId === null ? {} : { segments: [segmentId] }) });

function check({ consents, segmentId }: SignUpConfig, { shop }: Pick<CheckPlace, "shop">): ConfigProblem[] {
  if (consents.length === 0) return [{ severity: "error", path: "consents", key: "entryPoints:signUp.problem.none" }];
  if (!shop) return [];
  const { themeForms } = shop;
  const gone = consents.filter((key) => !shop.consents.some((consent) => consent.key === key));
  return [
    ...gone.map((key): ConfigProblem => ({ severity: "error", path: "consents", key: "entryPoints:signUp.problem.gone", values: { key } })),
    ...(segmentId !== null && !shop.segments.some(({ id }) => id === segmentId) ? [{ severity: "error", path: "segmentId", key: "entryPoints:signUp.problem.segmentGone" } as const] : []),
    ...(segmentId === null ? [] : checkWithinSegment(segmentId, shop)),
    ...(themeForms && lacksForm(themeForms, consents, shop.consents) ? [{ severity: "warning", path: "consents", key: "entryPoints:signUp.problem.noForm" } as const] : []),
  ];
}

const defaults: SignUpConfig = { consents: [], segmentId: null };

export const signUp = {
  type: "sign-up",
  version: 1,
  icon: "PersonAddIcon",
  config: signUpConfig,
  defaults,
  react,
  needs,
  admits,
  check,
  // The grant that completes one may complete the other.
  overlaps: (one, other) => one.consents.some((key) => other.consents.includes(key)),
} satisfies EntryPointType<"sign-up", typeof signUpConfig>;
