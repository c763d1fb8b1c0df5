import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { AccessTokens } from "../oauth/access-tokens.ts";
import { createAdminGraphql } from "./create-admin-graphql.ts";
import { listen } from "../oauth/listen.ts";
import { NOW, smallShop } from "./small-shop.ts";
import { Throttle } from "./throttle.ts";
import type { RequestHandler } from "../oauth/request-handler.ts";
import type { Store } from "../state/store.ts";
import type { StoreChange } from "../state/types.ts";

const SHOP = "juniper-and-clay.myshopify.com";
const tokens = new AccessTokens("secret", () => NOW);
let store: Store;
let changes: StoreChange[];
let handle: RequestHandler;
const { origin, close } = await listen((req, res) => handle(req, res));
afterAll(close);

beforeEach(() => {
  ({ store, changes } = smallShop());
  handle = createAdminGraphql({ store, tokens, apiKey: "key", appName: "Scenarios", appHandle: "scenarios", storeOrigin: origin, realNow: () => NOW });
});

interface Answer {
  data?: Record<string, never> | null;
  errors?: { message: string; path?: string[]; extensions?: { code?: string } }[];
  extensions?: { cost: { requestedQueryCost: number; actualQueryCost: number; throttleStatus: { currentlyAvailable: number } } };
}

async function ask(query: string, variables: Record<string, unknown> = {}, scopes = ["write_customers", "read_orders", "read_products"], token = tokens.issue("offline", SHOP, scopes, null)) {
  const answer = await fetch(`${origin}/_shopify/${SHOP}/admin/api/2026-07/graphql.json`, {
    method: "POST", headers: { "content-type": "application/json", "x-shopify-access-token": token }, body: JSON.stringify({ query, variables }),
  });
  return { status: answer.status, body: (await answer.json()) as Answer };
}

describe("the local Admin API", () => {
  it("R45 tells the shop", async () => {
    const { body } = await ask("{ shop { id name email myshopifyDomain currencyCode ianaTimezone } currentAppInstallation { accessScopes { handle } } }");
    expect(body.errors).toBeUndefined();
    expect(body.data).toMatchObject({ shop: { id: "gid://shopify/Shop/77", ianaTimezone: "Europe/Warsaw", currencyCode: "EUR" }, currentAppInstallation: { accessScopes: [{ handle: "write_customers" }, { handle: "read_orders" }, { handle: "read_products" }] } });
  });

  it("R45 pages customers by a cursor that no new customer shifts", async () => {
    const query = "query($after: String) { customers(first: 1, after: $after, sortKey: UPDATED_AT) { nodes { id } pageInfo { hasNextPage endCursor } } }";
    const seen: string[] = [];
    let after: string | null = null;
    for (let page = 0; page < 5; page++) {
      const { body } = await ask(query, { after });
      const { customers } = body.data as unknown as { customers: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };
      seen.push(...customers.nodes.map((node) => node.id));
      if (!customers.pageInfo.hasNextPage) break;
      after = customers.pageInfo.endCursor;
    }
    expect(seen).toEqual(["gid://shopify/Customer/12", "gid://shopify/Customer/13", "gid://shopify/Customer/9007199254740993"]);
  });

  it("R42 carries consent where Shopify keeps it now", async () => {
    const { body } = await ask("{ customer(id: \"gid://shopify/Customer/12\") { numberOfOrders amountSpent { amount currencyCode } tags locale defaultAddress { city countryCodeV2 } defaultEmailAddress { emailAddress marketingState marketingOptInLevel marketingUpdatedAt } defaultPhoneNumber { phoneNumber marketingState } } }");
    expect(body.data).toEqual({ customer: {
      numberOfOrders: "0", amountSpent: { amount: "0.0", currencyCode: "EUR" }, tags: [], locale: "pl", defaultAddress: { city: "Kraków", countryCodeV2: "PL" },
      defaultEmailAddress: { emailAddress: "c12@example.com", marketingState: "UNSUBSCRIBED", marketingOptInLevel: null, marketingUpdatedAt: "2026-07-14T10:00:00Z" },
      defaultPhoneNumber: { phoneNumber: "+48123456789", marketingState: "NOT_SUBSCRIBED" },
    } });
  });

  it("R45 filters by updated_at and refuses a filter it does not know", async () => {
    const { body } = await ask("{ customers(first: 10, query: \"updated_at:>='2026-07-14T00:00:00Z' AND tag:vip\") { nodes { id } } }");
    expect(body.data).toEqual({ customers: { nodes: [{ id: "gid://shopify/Customer/9007199254740993" }] } });
    const refused = await ask("{ customers(first: 10, query: \"shoe_size:42\") { nodes { id } } }");
    expect(refused.body.errors?.[0]?.message).toContain("cannot search by \"shoe_size\"");
  });

  it("R45 shows 60 days of orders without read_all_orders", async () => {
    const query = "{ orders(first: 10, sortKey: CREATED_AT) { nodes { id cartToken totalPriceSet { shopMoney { amount } } customer { id } lineItems(first: 5) { nodes { quantity product { id } variant { id price } } } } } order(id: \"gid://shopify/Order/500\") { id } }";
    const { body } = await ask(query);
    expect(body.data).toMatchObject({ order: null, orders: { nodes: [{ id: "gid://shopify/Order/501", cartToken: "cart501", totalPriceSet: { shopMoney: { amount: "98.0" } }, lineItems: { nodes: [{ quantity: 2, product: { id: "gid://shopify/Product/3" }, variant: { price: "49.00" } }] } }, { id: "gid://shopify/Order/502", customer: null }] } });
    const all = await ask(query, {}, ["read_customers", "read_orders", "read_products", "read_all_orders"]);
    expect(all.body.data).toMatchObject({ order: { id: "gid://shopify/Order/500" } });
  });

  it("refuses fields whose scope the token lacks, in Shopify's words", async () => {
    const { body } = await ask("{ products(first: 1) { nodes { id } } }", {}, ["read_customers"]);
    expect(body.errors?.[0]?.extensions?.code).toBe("ACCESS_DENIED");
    const nested = await ask("{ customer(id: \"gid://shopify/Customer/12\") { id lastOrder { id } } }", {}, ["read_customers"]);
    expect(nested.body).toMatchObject({ data: { customer: { id: "gid://shopify/Customer/12", lastOrder: null } }, errors: [{ path: ["customer", "lastOrder"], extensions: { code: "ACCESS_DENIED" } }] });
    expect(body.errors?.[0]?.message).toBe("Access denied for products field. Required access: `read_products` access scope.");
    const write = await ask("mutation { tagsAdd(id: \"gid://shopify/Customer/12\", tags: [\"x\"]) { node { id } } }", {}, ["read_customers"]);
    expect(write.body.errors?.[0]?.extensions?.code).toBe("ACCESS_DENIED");
    expect(store.state.customers.get("12")?.tags).toEqual([]);
  });

  it("says so when it has no answer, instead of null", async () => {
    const { body } = await ask("{ customer(id: \"gid://shopify/Customer/12\") { multipassIdentifier } }");
    expect(body.errors?.[0]?.extensions?.code).toBe("NOT_ANSWERED_LOCALLY");
    const unknown = await ask("{ customer(id: \"gid://shopify/Customer/12\") { shoeSize } }");
    expect(unknown.body.errors?.[0]?.message).toContain("Cannot query field \"shoeSize\"");
  });

  it("answers 401 to a token it did not issue, or that ran out", async () => {
    expect((await ask("{ shop { name } }", {}, [], "shpat_nonsense")).status).toBe(401);
    expect((await ask("{ shop { name } }", {}, [], tokens.issue("offline", SHOP, [], 0))).status).toBe(401);
    expect((await ask("{ shop { name } }", {}, [], tokens.issue("offline", "other.myshopify.com", [], null))).status).toBe(401);
  });

  it("R45 writes tags and consent and fires their webhooks", async () => {
    await ask("mutation { tagsAdd(id: \"gid://shopify/Customer/12\", tags: [\"Reactivated\"]) { node { id } userErrors { message } } }");
    const consent = "mutation($input: CustomerEmailMarketingConsentUpdateInput!) { customerEmailMarketingConsentUpdate(input: $input) { customer { defaultEmailAddress { marketingState } } userErrors { field message code } } }";
    const done = await ask(consent, { input: { customerId: "gid://shopify/Customer/9007199254740993", emailMarketingConsent: { marketingState: "UNSUBSCRIBED", marketingOptInLevel: "SINGLE_OPT_IN", consentUpdatedAt: "2026-07-15T09:00:00Z" } } });
    expect(done.body.data).toMatchObject({ customerEmailMarketingConsentUpdate: { customer: { defaultEmailAddress: { marketingState: "UNSUBSCRIBED" } }, userErrors: [] } });
    const refused = await ask(consent, { input: { customerId: "gid://shopify/Customer/12", emailMarketingConsent: { marketingState: "NOT_SUBSCRIBED" } } });
    expect(refused.body.data).toMatchObject({ customerEmailMarketingConsentUpdate: { customer: null, userErrors: [{ code: "INVALID" }] } });
    expect(changes.map((change) => change.topic)).toEqual(["customers/update", "customer.tags_added", "customers/update", "customers_email_marketing_consent/update"]);
  });

  it("keeps the app's own metafields and refuses broken JSON", async () => {
    const mutation = "mutation($m: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $m) { metafields { namespace key value type } userErrors { field message code } } }";
    const own = await ask("{ currentAppInstallation { id } }");
    const { currentAppInstallation } = own.body.data as unknown as { currentAppInstallation: { id: string } };
    const set = (value: string) => ask(mutation, { m: [{ ownerId: currentAppInstallation.id, namespace: "scenarios", key: "config", type: "json", value }] });
    expect((await set("{broken")).body.data).toMatchObject({ metafieldsSet: { metafields: null, userErrors: [{ code: "INVALID_VALUE" }] } });
    expect((await set("{\"proxy\":\"/apps/scenarios\"}")).body.data).toMatchObject({ metafieldsSet: { metafields: [{ namespace: "scenarios", key: "config", type: "json" }], userErrors: [] } });
    expect(store.state.appMetafields.get("scenarios.config")).toBe("{\"proxy\":\"/apps/scenarios\"}");
  });

  it("R30 makes discount codes once each, says what is wrong with one, and looks them up whatever their case", async () => {
    const create = "mutation($input: DiscountCodeBasicInput!) { discountCodeBasicCreate(basicCodeDiscount: $input) { codeDiscountNode { id } userErrors { code field message } } }";
    const input = { title: "Thanks", code: "THANKS-2A", startsAt: "2026-07-15T10:00:00Z", endsAt: "2026-07-22T10:00:00Z", usageLimit: 1, appliesOncePerCustomer: true, context: { customers: { add: ["gid://shopify/Customer/12"] } }, customerGets: { items: { all: true }, value: { percentage: 0.1 } } };
    const make = async (change: object, scopes = ["write_discounts"]) => (await ask(create, { input: { ...input, ...change } }, scopes)).body;
    expect((await make({})).data).toMatchObject({ discountCodeBasicCreate: { codeDiscountNode: { id: expect.stringMatching(/^gid:\/\/shopify\/DiscountCodeNode\/\d+$/) as string }, userErrors: [] } });
    expect((await make({ code: "thanks-2a" })).data).toMatchObject({ discountCodeBasicCreate: { codeDiscountNode: null, userErrors: [{ code: "TAKEN", field: ["basicCodeDiscount", "code"] }] } });
    expect((await make({ code: "B", endsAt: input.startsAt })).data).toMatchObject({ discountCodeBasicCreate: { userErrors: [{ code: "END_DATE_BEFORE_START_DATE" }] } });
    expect((await make({ code: "C" }, ["read_products"])).errors?.[0]?.extensions?.code).toBe("ACCESS_DENIED");
    const find = "query($code: String!) { codeDiscountNodeByCode(code: $code) { codeDiscount { ... on DiscountCodeBasic { title startsAt endsAt usageLimit status } } } }";
    expect((await ask(find, { code: "Thanks-2a" }, ["write_discounts"])).body.data).toMatchObject({ codeDiscountNodeByCode: { codeDiscount: { title: "Thanks", startsAt: input.startsAt, endsAt: input.endsAt, usageLimit: 1, status: "ACTIVE" } } });
    expect((await ask(find, { code: "NONE" }, ["write_discounts"])).body.data).toEqual({ codeDiscountNodeByCode: null });
  });

  it("R23 tells the merchant's segments, and pages their members once it has gathered them", async () => {
    const listed = await ask("{ segments(first: 250) { nodes { id name query } } }");
    expect(listed.body.data).toMatchObject({ segments: { nodes: [{ id: "gid://shopify/Segment/512004110401", name: "Email subscribers", query: "email_subscription_status = 'SUBSCRIBED'" }, {}, {}] } });
    const create = "mutation($id: ID!) { customerSegmentMembersQueryCreate(input: { segmentId: $id }) { customerSegmentMembersQuery { id done } userErrors { message } } }";
    const begun = await ask(create, { id: "gid://shopify/Segment/512004110401" });
    const { customerSegmentMembersQuery: { id, done } } = (begun.body.data as unknown as { customerSegmentMembersQueryCreate: { customerSegmentMembersQuery: { id: string; done: boolean } } }).customerSegmentMembersQueryCreate;
    expect(done).toBe(false);
    const page = "query($id: ID!) { customerSegmentMembers(queryId: $id, first: 900) { totalCount edges { node { id } } pageInfo { hasNextPage } } }";
    expect((await ask(page, { id })).body.errors?.[0]?.message).toContain("in progress");
    expect((await ask("query($id: ID!) { customerSegmentMembersQuery(id: $id) { done } }", { id })).body.data).toEqual({ customerSegmentMembersQuery: { done: true } });
    expect((await ask(page, { id })).body.data).toEqual({ customerSegmentMembers: { totalCount: 2, edges: [{ node: { id: "gid://shopify/CustomerSegmentMember/13" } }, { node: { id: "gid://shopify/CustomerSegmentMember/9007199254740993" } }], pageInfo: { hasNextPage: false } } });
    expect((await ask(create, { id: "gid://shopify/Segment/1" })).body.data).toMatchObject({ customerSegmentMembersQueryCreate: { customerSegmentMembersQuery: null, userErrors: [{}] } });
    expect((await ask("{ segment(id: \"gid://shopify/Segment/1\") { id } }")).body.data).toEqual({ segment: null });
  });

  it("R45 runs a bulk query into JSONL with the children under their parents", async () => {
    const bulk = "{ products { edges { node { id title featuredMedia { preview { image { url } } } variants { edges { node { id price } } } } } } }";
    const started = await ask("mutation($q: String!) { bulkOperationRunQuery(query: $q) { bulkOperation { id status } userErrors { message } } }", { q: bulk });
    expect(started.body.data).toMatchObject({ bulkOperationRunQuery: { bulkOperation: { status: "CREATED" }, userErrors: [] } });
    await expect.poll(async () => (await ask("{ currentBulkOperation { status objectCount rootObjectCount url } }")).body.data).toMatchObject({ currentBulkOperation: { status: "COMPLETED", objectCount: "4", rootObjectCount: "2" } });
    const { body } = await ask("{ currentBulkOperation { url } }");
    const { currentBulkOperation } = body.data as unknown as { currentBulkOperation: { url: string } };
    const lines = (await (await fetch(currentBulkOperation.url)).text()).trim().split("\n").map((line): unknown => JSON.parse(line));
    expect(lines).toEqual([
      { id: "gid://shopify/Product/3", title: "Linen apron 3", featuredMedia: { preview: { image: { url: `${origin}/images/3.jpg` } } } },
      { id: "gid://shopify/ProductVariant/31", price: "49.00", __parentId: "gid://shopify/Product/3" },
      { id: "gid://shopify/Product/4", title: "Oak board 4", featuredMedia: { preview: { image: { url: `${origin}/images/4.jpg` } } } },
      { id: "gid://shopify/ProductVariant/41", price: "49.00", __parentId: "gid://shopify/Product/4" },
    ]);
    const refused = await ask("mutation($q: String!) { bulkOperationRunQuery(query: $q) { userErrors { code message } } }", { q: "{ shop { name } }" });
    expect(refused.body.data).toMatchObject({ bulkOperationRunQuery: { userErrors: [{ code: "INVALID" }] } });
  });

  it("reports what was asked and what came, refuses a query above 1,000 points, and throttles an empty bucket", async () => {
    const query = (first: number) => `{ customers(first: ${first}) { nodes { id defaultEmailAddress { emailAddress } lastOrder { id } } pageInfo { endCursor } } }`;
    const { body } = await ask(query(250));
    // Two for the connection, three for each of 250; three customers came, two with an address, one with an order.
    expect(body.extensions?.cost).toMatchObject({ requestedQueryCost: 752, actualQueryCost: 8, throttleStatus: { maximumAvailable: 20_000, currentlyAvailable: 19_992, restoreRate: 1_000 } });
    const dear = await ask("{ customers(first: 250) { nodes { orders(first: 250) { nodes { id } } } } }");
    expect(dear.body).toMatchObject({ errors: [{ extensions: { code: "MAX_COST_EXCEEDED" } }] });
    expect(dear.body.data).toBeUndefined();
    const throttle = new Throttle(NOW);
    expect([throttle.take(19_500, NOW), throttle.take(501, NOW), throttle.take(501, NOW + 1)]).toEqual([true, false, true]);
  });
});
