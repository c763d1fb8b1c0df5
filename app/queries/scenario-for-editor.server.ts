import { z } from "zod";
import type { Statements } from "~/adapters/db/database.server";
import type { ServiceContext } from "~/app-context";
import type { EventDefinition } from "~/domain/custom-event/event-definition";
import type { Instant } from "~/domain/instant";
import type { ShopChannels } from "~/domain/message/shop-channels";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import type { ScenarioStatus } from "~/domain/scenario/status";
import type { PastOccurrence } from "~/domain/schedule/past-occurrence";
import { listPastOccurrences } from "./past-occurrences.server";
import { readShopChannels } from "./shop-channels.server";
import type { TraitDefinition } from "~/domain/trait/trait";
import type { ActiveTrigger, GoneResources } from "~/domain/scenario/step-type";
import type { TagUse } from "~/domain/scenario/tag-circle";
import { readOtherScenarios } from "./other-scenarios.server";
import { listShopifySegments } from "./shopify-segments.server";
import { listEvents } from "./event-definitions.server";
import { listPools, type PoolLine } from "./discount-pools.server";
import { readGoneResources } from "./gone-resources.server";
import { grantedScopes } from "./granted-scopes.server";
import { listSegments } from "./segment-names.server";
import { findScenario } from "./scenario.server";
import type { ShopRow } from "./shop.server";
import type { ThemeForms } from "~/domain/theme/theme-forms";
import { readThemeForms } from "./theme-forms.server";
import { listTraits } from "./traits.server";

const MOST_TAGS = 100;
/** To choose from in a menu. */
const MOST_SCENARIOS = 200;

export interface ScenarioForEditor {
  scenario: { id: string; name: string; status: ScenarioStatus; revision: number; definition: ScenarioDefinition; inside: number };
  options: ShopOptions;
}

/** What the shop has to choose from, in panels and in the words on cards. */
export interface ShopOptions {
  currency: string;
  timeZone: string;
  consents: { key: string; name: string; channels: string[]; shopify: string | null }[];
  tags: string[];
  traits: TraitDefinition[];
  segments: { id: string; name: string }[];
  /** Of the segments that it has in Shopify, by their ids. */
  shopifyNames: Record<string, string>;
  /** Those that are not deleted, by name. */
  scenarios: { id: string; name: string }[];
  events: EventDefinition[];
  staffEmails: string[];
  activeTriggers?: ActiveTrigger[];
  activeTags?: TagUse[];
  now?: Instant;
  occurrences?: PastOccurrence[];
  themeForms: ThemeForms;
  gone?: GoneResources;
  discountPools: Pick<PoolLine, "id" | "name" | "worth" | "left" | "low">[];
  mayMakeDiscounts: boolean;
  channels: ShopChannels;
  senderVerified: boolean;
  /** What one segment of a text message costs, in millionths of the currency; null where it is not known. */
  smsSegmentMicros: number | null;
}

/** All the editor needs to open one scenario, or undefined where the shop has none of this id. */
export async function scenarioForEditor({ db, clock, setUp }: Pick<ServiceContext, "db" | "clock" | "setUp">, shop: ShopRow, scenarioId: string): Promise<ScenarioForEditor | undefined> {
  const found = await findScenario(db, shop.id, scenarioId);
  if (!found) return undefined;
  const [inside, options, others, occurrences, gone] = await Promise.all([countInside(db, shop.id, scenarioId), readShopOptions({ db, setUp }, shop), readOtherScenarios(db, shop.id, scenarioId), listPastOccurrences(db, shop.id, scenarioId), readGoneResources(db, shop.id, found.definition)]);
  const { id, name, status, revision, definition } = found;
  return { scenario: { id, name, status, revision, definition, inside }, options: { ...options, ...others, now: clock.now(), occurrences, gone } };
}

export async function readShopOptions({ db, setUp }: Pick<ServiceContext, "db" | "setUp">, shop: ShopRow): Promise<ShopOptions> {
  const [consents, tags, traits, segments, scenarios, pools, scopes, channels, events, themeForms, shopifySegments] = await Promise.all([
    listConsents(db, shop.id), commonTags(db, shop.id), listTraits(db, shop.id), listSegments(db, shop.id), listScenarioNames(db, shop.id), listPools(db, shop.id), grantedScopes(db, shop.domain), readShopChannels(db, shop, setUp), listEvents(db, shop.id), readThemeForms(db, shop.id), listShopifySegments(db, shop.id),
  ]);
  return {
    currency: shop.currency, timeZone: shop.timeZone, consents, tags, traits, segments, shopifyNames: Object.fromEntries(shopifySegments.map(({ id, name }) => [id, name])), scenarios, events, channels, senderVerified: shop.senderVerifiedAt !== null, themeForms, smsSegmentMicros: shop.smsSegmentMicros, staffEmails: z.array(z.string()).parse(JSON.parse(shop.staffEmails)),
    discountPools: pools.map(({ id, name, worth, left, low }) => ({ id, name, worth, left, low })), mayMakeDiscounts: scopes.has("write_discounts"),
  };
}

async function countInside(db: Statements, shopId: number, scenarioId: string): Promise<number> {
  const { count } = await db.forShop(shopId).selectFrom("Run").select(({ fn }) => fn.countAll<number>().as("count"))
    .where("scenarioId", "=", scenarioId).where("status", "=", "active").executeTakeFirstOrThrow();
  return Number(count);
}

async function listScenarioNames(db: Statements, shopId: number): Promise<ShopOptions["scenarios"]> {
  return db.forShop(shopId).selectFrom("Scenario").select(["id", "name"]).where("status", "!=", "deleted").orderBy("name").limit(MOST_SCENARIOS).execute();
}

async function listConsents(db: Statements, shopId: number): Promise<ShopOptions["consents"]> {
  const rows = await db.forShop(shopId).selectFrom("Consent").select(["key", "name", "channels", "shopify"]).orderBy("name").execute();
  return rows.map(({ channels, ...consent }) => ({ ...consent, channels: JSON.parse(channels) as string[] }));
}

/** Those that most customers carry come first. */
async function commonTags(db: Statements, shopId: number): Promise<string[]> {
  const rows = await db.forShop(shopId).selectFrom("CustomerTag").select("tag")
    .groupBy("tag").orderBy(({ fn }) => fn.countAll(), "desc").orderBy("tag").limit(MOST_TAGS).execute();
  return rows.map(({ tag }) => tag);
}
