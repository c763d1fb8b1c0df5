import type { z } from "zod";
import type { CustomerChange } from "~/domain/engine/customer-change";
import type { Awaited } from "~/domain/engine/awaited";
import type { Facts, Need } from "~/domain/engine/facts";
import type { ErrandKind, ErrandOutcome, ErrandRequest } from "~/domain/errand/errand";
import type { Instant } from "~/domain/instant";
import type { Channel } from "~/domain/message/channel";
import type { ShopChannels } from "~/domain/message/shop-channels";
import type { EventDefinition } from "~/domain/custom-event/event-definition";
import type { FormConsent, ThemeForms } from "~/domain/theme/theme-forms";
import type { TagUse } from "./tag-circle";
import type { TraitDefinition } from "~/domain/trait/trait";

/** What the outside has to do for a run. The engine gives each its id `runId:seq:index`, unique in the database. */
export type Effect =
  | { kind: "send-message"; channel: Channel }
  /** `request` is stored with it; null where the step's config, read by the version that asked, says all. */
  | { kind: "errand"; errand: ErrandKind; request: ErrandRequest | null };

/**
 * A step is asked on arrival, when the instant it named has come, when its effects have an outcome, after a hold and
 * after a new version: it answers from its input alone, so being asked once more changes nothing.
 */
export interface StepInput<Config> {
  config: Config;
  stepId: string;
  scenarioId: string;
  customerId: string;
  /** When the run entered this step. */
  enteredStepAt: Instant;
  /** Time in which its clock rested (R9) or by which it was pushed (R5 refresh). */
  heldMs: number;
  now: Instant;
  facts: Facts;
  /** What became of the messages asked for in this step; null on arrival and while one of them is under way. */
  outcome: EffectOutcome | null;
  /** What became of the errands asked for in this step; absent on arrival and while one of them is under way. */
  errand?: ErrandOutcome;
}

export interface EffectOutcome {
  status: "handed-over" | "suppressed" | "failed" | "unknown" | "cancelled";
  reason: string | null;
}

export type StepResult =
  /** Stands here until the instant, or until that happens which it waits for: it is asked again then. */
  | { do: "wait"; until: Instant; for?: Awaited }
  /** Asks for effects and stands here until the outcome of the last of them is known. Asked for once, however often it says so. */
  | { do: "ask"; effects: Effect[] }
  /** Goes on; `changes` of the customer are saved together with the run. */
  | { do: "leave"; branch: string; detail?: Record<string, unknown>; changes?: readonly CustomerChange[] }
  /** Ends the run here, before its way is through. */
  | { do: "remove"; reason: string; detail?: Record<string, unknown> };

export type StepCategory = "message" | "flow" | "customer";

/** All a step type is, but for its face (`ui.tsx`). `step()` is pure. */
export interface StepType<Type extends string = string, Schema extends z.ZodType = z.ZodType> {
  type: Type;
  /** Version of the config's shape; starts at 1. */
  version: number;
  category: StepCategory;
  /** Name of a Polaris icon. */
  icon: string;
  config: Schema;
  defaults: z.infer<Schema>;
  /** From the shape of version n to that of n + 1, by n: configs saved long ago are brought up before they are read. */
  migrations?: ConfigMigrations;
  /** Keys of the branches, in order; the editor draws one way out for each. */
  branches(config: z.infer<Schema>): string[];
  needs(config: z.infer<Schema>): readonly Need[];
  step(input: StepInput<z.infer<Schema>>): StepResult;
  /** Whether it may wait for something (`for`). */
  awaits?: boolean;
  /**
   * Of a step that only waits: when the wait is over of somebody whose clock in it started at `start` (UTC; `timeZone` is
   * the shop's). Who came later never goes earlier, but for the hour that a change to summer time leaves out.
   * Null where this config waits for something of the customer, so that each is to be asked.
   */
  waitEnds?(config: z.infer<Schema>, start: Instant, timeZone: string): Instant | null;
  /** What messages after this step may name because of it, in Liquid's words: `discount`. */
  gives?(config: z.infer<Schema>): readonly string[];
  /** The tags it adds or removes, for the check that scenarios do not tag each other in a circle (R19). */
  changesTag?(config: z.infer<Schema>): readonly { does: "add" | "remove"; tag: string }[];
  /** Checks beyond the config's shape; messages are keys of the locale files. */
  check?(config: z.infer<Schema>, place: CheckPlace): ConfigProblem[];
}

/** Where a step stands, for checks that look beyond it. */
export interface CheckPlace {
  /** Ids of the message steps from which a way leads to it. */
  messagesBefore: readonly string[];
  /** R8: whether any order ends the runs of the scenario. */
  orderEnds?: boolean;
  /** What the entry points, and the steps from which a way leads to it, give to messages. */
  given: readonly string[];
  /** What the shop has to choose from; absent where a definition is checked without its shop, and then what depends on it is not checked. */
  shop?: ShopChoices;
}

/** What a definition may refer to by its key. */
export interface ShopChoices {
  /** IANA zone. */
  timeZone: string;
  /** What time it is; absent where that is not known, and then no date is over. */
  now?: Instant;
  consents: readonly FormConsent[];
  traits: readonly TraitDefinition[];
  /** By name. */
  segments: readonly SegmentChoice[];
  /** Those it has in Shopify; absent where they are not known. */
  shopifySegments?: readonly ShopifySegmentChoice[];
  /** R13; absent where they are not known. */
  events?: readonly EventDefinition[];
  /** Pools of discount codes. */
  discountPools: readonly { id: string }[];
  /** Whom notes to staff go to; absent where that is not known. */
  staffEmails?: readonly string[];
  /** Whether mail providers know the sender of its e-mails as the shop's own; absent where that is not known. */
  senderVerified?: boolean;
  /** What it has for the channels that need setting up; absent where that is not known. */
  channels?: ShopChannels;
  /** Whether the shop's products are known to the app (R46); absent where that is not known. */
  hasProducts?: boolean;
  /** R10; absent where they are not known. */
  themeForms?: ThemeForms;
  /** Entry points of the shop's other active scenarios. */
  activeTriggers?: readonly ActiveTrigger[];
  /** What the shop's other active scenarios have to do with tags. */
  activeTags?: readonly TagUse[];
  /** What the definition names and was deleted in Shopify; absent where that is not known. */
  gone?: GoneResources;
}

/** Decimal tails of Shopify's ids. */
export interface GoneResources {
  products: readonly string[];
  collections: readonly string[];
}

export interface SegmentChoice {
  id: string;
  name: string;
  /** Those of Shopify's that it asks about, itself or by segments that it names; absent where they are not known. */
  shopifySegments?: readonly { id: string; name: string }[];
}

export interface ShopifySegmentChoice {
  id: string;
  name: string;
  /** Whether Shopify has it no more. */
  gone: boolean;
  /** Whether its members have been read. */
  read: boolean;
}

/** An entry point of an active scenario. */
export interface ActiveTrigger {
  /** The scenario's name. */
  scenario: string;
  type: string;
  version: number;
  config: unknown;
}

export type ConfigMigrations = Readonly<Record<number, (config: unknown) => unknown>>;

export interface ConfigProblem {
  severity: "error" | "warning";
  /** Below `config`, for example `subject` or `segments[0].conditions`. */
  path: string;
  key: string;
  values?: Record<string, string | number>;
}
