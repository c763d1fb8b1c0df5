import { sql } from "kysely";
import type { Statements } from "~/adapters/db/database.server";
import type { ErrandFact } from "~/domain/errand/errand";
import type { WaitFact } from "~/domain/engine/awaited";
import type { ClickFact, ConsentFact, ConsentState, CustomerTotals, Facts, LastMessages, MessageFact, Need } from "~/domain/engine/facts";
import type { Instant } from "~/domain/instant";
import type { Segment } from "~/domain/segment/condition";
import { withInner } from "~/domain/segment/in-segment";
import { readAskKey } from "~/domain/segment/needs-of";
import { readSegments } from "~/services/segments/read-segments.server";
import { whoHolds } from "~/services/segments/who-holds.server";
import { loadClicks, loadErrands, loadLastMessages, loadMessages, loadOrdersSince, loadWaits } from "./load-doings.server";
import { readStoredTrait } from "~/domain/trait/stored-trait";
import type { TraitDefinition, TraitType, TraitValue } from "~/domain/trait/trait";

interface Asking {
  id: string;
  customerId: string;
  enteredAt: Instant;
}

/** What is known of the runs of one batch. Each need is loaded once, for all of them, by one statement. */
export class BatchFacts {
  private readonly db: Statements;
  private readonly shop: { id: number; timeZone: string };
  private readonly runs: readonly Asking[];
  private readonly now: Instant;
  private readonly loaded = new Set<Need>();
  private tags = new Map<string, Set<string>>();
  private totals = new Map<string, CustomerTotals>();
  private consents = new Map<string, Map<string, ConsentFact>>();
  /** Those of the shop, of whom nobody has been asked. */
  private unasked = new Map<string, ConsentFact>();
  private definitions = new Map<string, TraitDefinition>();
  private traits = new Map<string, Map<string, TraitValue>>();
  private messages: ReadonlyMap<string, MessageFact[]> = new Map();
  private errands: ReadonlyMap<string, ErrandFact[]> = new Map();
  private clicks: ReadonlyMap<string, ClickFact[]> = new Map();
  private lastMessages: ReadonlyMap<string, ReadonlyMap<string, LastMessages>> = new Map();
  private orders: ReadonlyMap<string, Instant[]> = new Map();
  private waits: ReadonlyMap<string, WaitFact> = new Map();
  private segments: ReadonlyMap<string, Segment> = new Map();
  /** By question, the customers of whom it holds. */
  private answers = new Map<Ask, ReadonlySet<string>>();

  constructor(db: Statements, shop: { id: number; timeZone: string }, runs: readonly Asking[], now: Instant) {
    this.db = db;
    this.shop = shop;
    this.runs = runs;
    this.now = now;
  }

  async load(needs: Iterable<Need>): Promise<void> {
    const wanted = await this.withInner(needs);
    await this.ask([...wanted].filter(isAsk).filter((need) => !this.answers.has(need)));
    for (const need of wanted) {
      if (this.loaded.has(need)) continue;
      this.loaded.add(need);
      if (isAsk(need) || isInner(need)) continue;
      switch (need) {
        case "tags": await this.loadTags(); break;
        case "totals": await this.loadTotals(); break;
        case "consents": await this.loadConsents(); break;
        case "traits": await this.loadTraits(); break;
        case "messages-of-run": this.messages = await loadMessages(this.db, this.shop.id, this.runs); break;
        case "errands-of-run": this.errands = await loadErrands(this.db, this.shop.id, this.runs); break;
        case "clicks-of-run": this.clicks = await loadClicks(this.db, this.shop.id, this.runs); break;
        case "messages-ever": this.lastMessages = await loadLastMessages(this.db, this.shop.id, this.customerIds()); break;
        case "orders-of-run": this.orders = await loadOrdersSince(this.db, this.shop.id, this.runs); break;
        case "wait": this.waits = await loadWaits(this.db, this.shop.id, this.runs); break;
        case "segments": await this.loadSegments(); break;
        default: throw new Error(`nobody loads ${String(need satisfies never)}`);
      }
    }
  }

  of({ id, customerId }: Pick<Asking, "id" | "customerId">): Facts {
    return {
      timeZone: this.shop.timeZone,
      ...(this.loaded.has("tags") ? { tags: this.tags.get(customerId) ?? new Set() } : {}),
      ...(this.loaded.has("totals") ? { totals: this.totals.get(customerId) ?? { ordersCount: 0, totalSpentMinor: 0 } } : {}),
      ...(this.loaded.has("consents") ? { consents: this.consents.get(customerId) ?? this.unasked } : {}),
      ...(this.loaded.has("traits") ? { traits: { definitions: this.definitions, values: this.traits.get(customerId) ?? new Map() } } : {}),
      ...(this.loaded.has("messages-of-run") ? { messages: this.messages.get(id) ?? [] } : {}),
      ...(this.loaded.has("errands-of-run") ? { errands: this.errands.get(id) ?? [] } : {}),
      ...(this.loaded.has("clicks-of-run") ? { clicks: this.clicks.get(id) ?? [] } : {}),
      ...(this.loaded.has("messages-ever") ? { lastMessages: this.lastMessages.get(customerId) ?? new Map() } : {}),
      ...(this.loaded.has("orders-of-run") ? { ordersOfRun: this.orders.get(id) ?? [] } : {}),
      ...(this.loaded.has("segments") ? { segments: this.segments } : {}),
      ...(this.answers.size > 0 ? { answers: new Map([...this.answers].map(([ask, of]) => [ask, of.has(customerId)])) } : {}),
      ...(this.loaded.has("wait") ? { wait: this.waits.get(id) ?? null } : {}),
    };
  }

  /** A need for what a segment asks about is one for the segments, and then for all of that. */
  private async withInner(needs: Iterable<Need>): Promise<Set<Need>> {
    const wanted = new Set(needs);
    if (![...wanted].some(isInner)) return wanted;
    if (!this.loaded.has("segments")) {
      this.loaded.add("segments");
      await this.loadSegments();
    }
    return withInner(wanted, this.segments);
  }

  private async loadSegments(): Promise<void> {
    const segments = await readSegments(this.db, this.shop.id);
    this.segments = new Map([...segments].map(([id, { definition }]) => [id, definition]));
  }

  private async ask(asks: readonly Ask[]): Promise<void> {
    const held = await whoHolds(this.db, { ...this.shop, now: this.now }, asks.map(readAskKey), this.customerIds());
    asks.forEach((ask, index) => this.answers.set(ask, held[index] ?? new Set()));
  }

  private customerIds(): string[] {
    return [...new Set(this.runs.map(({ customerId }) => customerId))];
  }

  private async loadTags(): Promise<void> {
    const rows = await this.db.forShop(this.shop.id).selectFrom("CustomerTag").select(["customerId", "tag"]).where("customerId", "in", this.customerIds()).execute();
    for (const { customerId, tag } of rows) ensure(this.tags, customerId, () => new Set<string>()).add(tag);
  }

  private async loadTotals(): Promise<void> {
    const rows = await this.db.forShop(this.shop.id).selectFrom("Customer").select(["id", "ordersCount", "totalSpentMinor"]).where("id", "in", this.customerIds()).execute();
    this.totals = new Map(rows.map(({ id, ordersCount, totalSpentMinor }) => [id, { ordersCount, totalSpentMinor }]));
  }

  /** Every definition, and what these customers said about it. */
  private async loadConsents(): Promise<void> {
    const rows = await this.db.forShop(this.shop.id).sql.selectFrom("Consent as consent")
      .leftJoin("CustomerConsent as given", (join) => join.onRef("given.shopId", "=", "consent.shopId").onRef("given.consentId", "=", "consent.id").on("given.customerId", "in", this.customerIds()))
      .select(["given.customerId", "consent.key", "consent.channels", "given.state"])
      .where("consent.shopId", "=", this.shop.id).execute();
    for (const { key, channels } of rows) ensure(this.unasked, key, (): ConsentFact => ({ state: "never-asked", channels: JSON.parse(channels) as string[] }));
    for (const { customerId, key, state } of rows) {
      const unasked = this.unasked.get(key);
      if (customerId !== null && unasked) ensure(this.consents, customerId, () => new Map(this.unasked)).set(key, { ...unasked, state: state as ConsentState });
    }
  }

  /** Every definition that stands, and what these customers have of it; one that was cleared has neither text nor number. */
  private async loadTraits(): Promise<void> {
    const rows = await this.db.forShop(this.shop.id).sql.selectFrom("Trait as trait")
      .leftJoin("CustomerTrait as has", (join) => join.onRef("has.shopId", "=", "trait.shopId").onRef("has.traitId", "=", "trait.id").on("has.customerId", "in", this.customerIds())
        .on(sql<boolean>`(has."text" is not null or has."number" is not null)`))
      .select(["trait.id", "trait.key", "trait.name", "trait.type", "trait.options", "has.customerId", "has.text", "has.number"])
      .where("trait.shopId", "=", this.shop.id).where("trait.deletedAt", "is", null).execute();
    for (const { key, customerId, text, number, ...row } of rows) {
      const definition = ensure(this.definitions, key, () => ({ id: row.id, key, name: row.name, type: row.type as TraitType, options: JSON.parse(row.options) as string[] }));
      const value = customerId === null ? null : readStoredTrait(definition.type, { text, number });
      if (customerId !== null && value !== null) ensure(this.traits, customerId, () => new Map<string, TraitValue>()).set(key, value);
    }
  }
}

type Ask = Extract<Need, `asks:${string}`>;

const isAsk = (need: Need): need is Ask => need.startsWith("asks:");
const isInner = (need: Need): need is Extract<Need, `in:${string}`> => need.startsWith("in:");

function ensure<V>(map: Map<string, V>, key: string, make: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
