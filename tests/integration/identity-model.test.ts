import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { pino } from "pino";
import { expect, it } from "vitest";
import { newId } from "~/adapters/db/new-id.server";
import { subjectOfPurchase } from "~/services/customers/subject-of-purchase.server";
import { publishVersion } from "~/services/scenarios/publish-version.server";
import { applyCustomerMerge } from "~/services/shopify/apply-customer-merge.server";
import { addedToCart, batch, linkFollowed, NOW, openIngest, pageViewed } from "../factories/ingest-rig";
import { cartSeries, delayNode } from "../factories/engine-world";

const PEOPLE = ["ola", "jan", "eva"] as const;
type Person = (typeof PEOPLE)[number];
const shopifyIdOf = (person: Person) => String(77 + PEOPLE.indexOf(person));

type Command =
  | { does: "events"; browser: number; login: Person | "stranger" | null; link: Person | null; adds: boolean }
  | { does: "checkout"; browser: number; as: Person }
  | { does: "merge"; gone: Person; kept: Person };

const person = fc.constantFrom(...PEOPLE);
const browser = fc.nat({ max: 2 });
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 7, arbitrary: fc.record({ does: fc.constant("events" as const), browser, login: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 2, arbitrary: person }, fc.constant("stranger" as const)), link: fc.option(person, { freq: 3 }), adds: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant("checkout" as const), browser, as: person }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("merge" as const), gone: person, kept: person }) },
);

interface ModelVisitor { owner: Person | null; by: "nobody" | "link" | "checkout" | "login" }

/** The rules of docs/decisions/010, written as plainly as they can be said. */
class Model {
  readonly visitors = new Map<number, ModelVisitor>();
  readonly everybody: ModelVisitor[] = [];
  readonly events: { key: string; added: boolean; visitor: ModelVisitor }[] = [];
  readonly mergedInto = new Map<Person, Person>();

  now(who: Person): Person {
    const kept = this.mergedInto.get(who);
    return kept === undefined ? who : this.now(kept);
  }

  begin(at: number, owner: Person | null, by: ModelVisitor["by"]): ModelVisitor {
    const visitor = { owner, by };
    this.visitors.set(at, visitor);
    this.everybody.push(visitor);
    return visitor;
  }

  take(at: number, login: Person | "stranger" | null, link: Person | null, key: string, added: boolean): void {
    let visitor = this.visitors.get(at) ?? this.begin(at, null, "nobody");
    if (login === "stranger") {
      if (visitor.owner !== null) visitor = this.begin(at, null, "nobody");
    } else if (login !== null) {
      if (visitor.owner !== null && visitor.owner !== this.now(login)) visitor = this.begin(at, null, "nobody");
      Object.assign(visitor, { owner: this.now(login), by: "login" });
    } else {
      if (visitor.by === "login") visitor = this.begin(at, null, "nobody");
      if (link !== null && visitor.by === "link" && visitor.owner !== this.now(link)) visitor = this.begin(at, null, "nobody");
      if (link !== null && visitor.owner === null) Object.assign(visitor, { owner: this.now(link), by: "link" });
    }
    this.events.push({ key, added, visitor });
    if (link !== null) this.events.push({ key: `${key}-link`, added: false, visitor });
  }

  checkout(at: number, as: Person): void {
    const visitor = this.visitors.get(at);
    if (!visitor || (visitor.by === "login" && visitor.owner !== null)) return;
    if (visitor.owner !== null && visitor.owner !== this.now(as)) this.begin(at, this.now(as), "checkout");
    else Object.assign(visitor, { owner: this.now(as), by: "checkout" });
  }

  merge(gone: Person, kept: Person): void {
    const into = this.now(kept);
    if (into === gone || this.mergedInto.has(gone)) return;
    this.mergedInto.set(gone, into);
    for (const visitor of this.everybody) if (visitor.owner === gone) visitor.owner = into;
  }
}

it("R44 whatever log-ins, log-outs, links, checkouts and merges come in several browsers, each event is once and whose the rules say, and lets in once whom it became", async () => {
  await fc.assert(fc.asyncProperty(fc.array(command, { minLength: 3, maxLength: 16 }), async (commands) => {
    const ingest = await openIngest();
    try {
      for (const each of PEOPLE) await ingest.addCustomer(each, shopifyIdOf(each));
      const tokens = new Map<Person, string>();
      for (const each of PEOPLE) tokens.set(each, (await ingest.addMessage(each)).token);
      const definition = { ...cartSeries(), entryPoints: [{ id: "added", type: "added-to-cart", version: 1, config: { of: "any" } }], firstStepId: "rest", steps: [delayNode("rest", null)] };
      await ingest.db.write(async (tx) => {
        const versionId = await publishVersion(tx, ingest.shopId, { scenarioId: "s1", definition, now: NOW, newId });
        await tx.forShop(ingest.shopId).insertInto("Scenario").values({ shopId: ingest.shopId, id: "s1", name: "Added", status: "active", definition: JSON.stringify(definition), revision: 1, versionId, firstActivatedAt: NOW, activatedAt: NOW, stoppedAt: null, createdAt: NOW, updatedAt: NOW }).execute();
      });
      const shop = await ingest.db.acrossShops.selectFrom("Shop").selectAll().where("id", "=", ingest.shopId).executeTakeFirstOrThrow();
      const deps = { now: NOW, newId, log: pino({ level: "silent" }), triggeredAt: NOW };
      const browsers = [randomUUID(), randomUUID(), randomUUID()];
      const model = new Model();
      for (const [n, each] of commands.entries()) {
        if (each.does === "merge") {
          if (each.gone === each.kept || model.mergedInto.has(each.gone)) continue;
          model.merge(each.gone, each.kept);
          await ingest.db.write((tx) => applyCustomerMerge(tx, deps, shop, { status: "completed", admin_graphql_api_customer_kept_id: shopifyIdOf(each.kept), admin_graphql_api_customer_deleted_id: shopifyIdOf(each.gone) }));
          continue;
        }
        const browserId = browsers[each.browser] ?? "";
        if (each.does === "checkout") {
          model.checkout(each.browser, each.as);
          const customerId = model.now(each.as);
          await ingest.db.write((tx) => subjectOfPurchase(tx, deps, shop, { customerId, email: null, cartToken: null, visitorHint: browserId }));
          continue;
        }
        const path = `/e${n}`;
        model.take(each.browser, each.login, each.link, path, each.adds);
        const event = each.adds ? addedToCart(4900, "EUR", NOW - 1000 + n) : pageViewed("/", NOW - 1000 + n);
        const sent = batch([{ ...event, page: { path, query: "" } }, ...(each.link === null ? [] : [{ ...linkFollowed(tokens.get(each.link) ?? "", NOW - 1000 + n), page: { path: `${path}-link`, query: "" } }])], { visitorId: browserId });
        for (let times = 0; times < 2; times += 1) {
          const answer = await ingest.send(sent, each.login === null ? {} : { customer: each.login === "stranger" ? "999" : shopifyIdOf(each.login) });
          expect(answer.status).toBe(202);
          if (n % 3 !== 0) break;
        }
      }
      const stored = await ingest.rows("Event");
      const pathOf = (properties: string) => (JSON.parse(properties) as { page: { path: string } }).page.path;
      const owners = (rows: readonly (readonly [string, string | null])[]) => [...rows].sort(([a], [b]) => (a < b ? -1 : 1));
      expect(owners(stored.map(({ properties, customerId }) => [pathOf(properties), customerId] as const))).toEqual(owners(model.events.map(({ key, visitor }) => [key, visitor.owner] as const)));
      const idOf = new Map(stored.map(({ id, properties }) => [pathOf(properties), id]));
      const runs = await ingest.db.forShop(ingest.shopId).selectFrom("Run").select(["factKey", "customerId"]).execute();
      expect(owners(runs.map(({ factKey, customerId }) => [factKey, customerId] as const)))
        .toEqual(owners(model.events.flatMap(({ key, added, visitor }) => (added && visitor.owner !== null ? [[idOf.get(key) ?? "", visitor.owner] as const] : []))));
    } finally {
      await ingest.close();
    }
  }), { numRuns: 25 });
}, 240_000);
