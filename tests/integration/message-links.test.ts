import { Webhook } from "standardwebhooks";
import { afterEach, describe, expect, it } from "vitest";
import { createResendVerifier } from "~/adapters/channels/verify-resend-webhook.server";
import { HOUR } from "~/domain/instant";
import { signToken, verifyToken } from "~/domain/message/link-token";
import { messageLinks } from "~/ingest/message-links.server";
import { resendWebhook } from "~/ingest/resend-webhook.server";
import { interactionsWork } from "~/runtime/messages/interactions.server";
import { confirmFollowedLink, resolveMessageToken } from "~/services/messages/follow-message-link.server";
import { settleInteractionsOf } from "~/services/messages/settle-interactions.server";
import { APP_URL, listening, openMessageWorld } from "../factories/message-world";

const CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140 Safari/537.36";
const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";
const SECRET = `whsec_${Buffer.from("a secret of the provider").toString("base64")}`;

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => { for (const close of closers.splice(0).reverse()) await close(); });

/** Ola has got her e-mail; its links are answered on a local port. */
async function olaHasMail() {
  const world = await openMessageWorld();
  closers.push(() => world.close());
  const context = { ...world.context };
  const links = await listening(messageLinks(context));
  const webhooks = await listening(resendWebhook(context, createResendVerifier(SECRET)));
  closers.push(links.close, webhooks.close);
  await world.activate(world.series({ body: "<p>Hi</p>{% products %}{% button url: cart.url, label: \"Back\" %}<a href=\"https://elsewhere.example/a?b=1\">else</a>" }));
  await world.shopper("ola");
  await world.pass(HOUR);
  const mail = world.mailTo("ola")[0];
  const urls = [...new Set([...(mail?.html ?? "").matchAll(/https:\/\/app\.example(\/m\/[a-z]\/[\w-]+)/g)].map(([, path]) => path ?? ""))];
  const of = (letter: string) => urls.filter((path) => path.startsWith(`/m/${letter}/`));
  const judge = interactionsWork(context);
  const shopId = world.shop.id;
  const fetchAs = (agent: string, path: string, init: RequestInit = {}) => fetch(links.url + path, { redirect: "manual", ...init, headers: { "user-agent": agent, ...init.headers } });
  return {
    world, context, urls, of, shopId, mail, fetchAs,
    message: async () => (await world.messageOf("ola"))[0],
    consent: async () => (await world.db.forShop(shopId).selectFrom("CustomerConsent").selectAll().executeTakeFirstOrThrow()),
    statements: () => world.db.forShop(shopId).selectFrom("ConsentStatement").select(["customerId", "state", "at", "source", "text", "evidence"]).orderBy("at").execute(),
    interactions: () => world.db.forShop(shopId).selectFrom("Interaction").selectAll().orderBy("at").orderBy("id").execute(),
    judgeLater: async (ms = 31_000) => { world.clock.set(world.clock.now() + ms, true); while ((await judge.runDue()) > 0) continue; },
    callback: (event: Record<string, unknown>) => {
      const body = JSON.stringify(event);
      const at = new Date();
      return fetch(webhooks.url, { method: "POST", body, headers: { "svix-id": "msg_1", "svix-timestamp": String(Math.floor(at.getTime() / 1_000)), "svix-signature": new Webhook(SECRET).sign("msg_1", at, body) } });
    },
  };
}

describe("the links of a message", () => {
  it("R32 a click leads to the stored address with a token the tracker knows her by, and counts when its window has passed", async () => {
    const { world, fetchAs, of, message, judgeLater, shopId, context } = await olaHasMail();
    const answers = await Promise.all(of("c").slice(1, 2).map((path) => fetchAs(CHROME, path)));
    const target = new URL(answers[0]?.headers.get("location") ?? "");
    expect(answers[0]?.status).toBe(302);
    expect(target.origin + target.pathname).toBe("https://first.myshopify.com/products/linen-apron");
    const followed = await resolveMessageToken(world.db, shopId, target.searchParams.get("scn") ?? "", context.sign);
    expect(followed).toMatchObject({ customerId: "ola", messageId: (await message())?.id });
    expect(await message()).toMatchObject({ clickedAt: null, openedAt: null });
    expect(await world.counts()).not.toHaveProperty("clicked");
    await judgeLater();
    expect(await world.counts()).toMatchObject({ sent: 1, clicked: 1, clicks: 1, opened: 1 });
    expect((await message())?.clickedAt).not.toBeNull();
  });

  it("R32 leads to other sites without a token, and nowhere that the request names", async () => {
    const { fetchAs, of, context, shopId, message } = await olaHasMail();
    const locations = await Promise.all(of("c").map(async (path) => (await fetchAs(CHROME, `${path}?url=https://evil.example&scn=x`)).headers.get("location")));
    expect(locations).toContain("https://elsewhere.example/a?b=1");
    expect(locations.join(" ")).not.toContain("evil");
    const id = (await message())?.id ?? "";
    const click = of("c")[0]?.slice(5) ?? "";
    const forged = [signToken({ kind: "click", shopId, messageId: id, link: 99 }, context.sign), signToken({ kind: "open", shopId, messageId: id, link: 2 }, context.sign), "nonsense", click.slice(0, -1) + (click.endsWith("A") ? "Q" : "A"), ""];
    for (const token of forged) {
      const answer = await fetchAs(CHROME, `/m/c/${token}`);
      expect(answer.status).toBe(404);
      expect(await answer.text()).toContain("This link does not work");
    }
    expect((await fetchAs(CHROME, of("c")[0] ?? "", { method: "DELETE" })).status).toBe(405);
  });

  it("R32 a scanner that opens every link by GET changes nothing, and is shown apart from her own click", async () => {
    const { world, urls, fetchAs, of, message, consent, judgeLater } = await olaHasMail();
    const before = { consent: await consent(), runs: await world.runs(), tags: await world.db.forShop(world.shop.id).selectFrom("CustomerTag").selectAll().execute() };
    for (const path of urls) expect((await fetchAs(CHROME, path)).status).toBeLessThan(400);
    expect({ consent: await consent(), runs: await world.runs(), tags: await world.db.forShop(world.shop.id).selectFrom("CustomerTag").selectAll().execute() }).toEqual(before);
    world.clock.set(world.clock.now() + 2_000, true);
    await fetchAs(IPHONE, of("c")[0] ?? "");
    await judgeLater();
    const clicks = of("c").length + of("h").length;
    expect(await world.counts()).toMatchObject({ "machine-clicks": clicks, "machine-opens": of("o").length, clicked: 1, clicks: 1, opened: 1 });
    expect(await world.counts()).not.toHaveProperty("opens");
    expect(await message()).toMatchObject({ machineClickedAt: expect.any(Number) as number, unsubscribedAt: null });
  });

  it("R32 HEAD requests and known agents are machines; Gmail's picture proxy is her", async () => {
    const { world, fetchAs, of, judgeLater } = await olaHasMail();
    for (const path of [...of("c"), ...of("o"), ...of("u")]) expect((await fetchAs(IPHONE, path, { method: "HEAD" })).status).toBeLessThan(400);
    await fetchAs("Barracuda Sentinel (EE)", of("c")[0] ?? "");
    await fetchAs("Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)", of("o")[0] ?? "");
    await judgeLater();
    expect(await world.counts()).toMatchObject({ "machine-clicks": of("c").length + 1, "machine-opens": 1, opens: 1, opened: 1 });
    expect(await world.counts()).not.toHaveProperty("clicked");
  });

  it("R32 a click that her browser confirms is hers at once, and an order settles what is pending", async () => {
    const { world, fetchAs, of, shopId, context, message, judgeLater, interactions } = await olaHasMail();
    const scn = new URL((await fetchAs(CHROME, of("c")[0] ?? "")).headers.get("location") ?? "").searchParams.get("scn") ?? "";
    const followed = await resolveMessageToken(world.db, shopId, scn, context.sign);
    if (!followed) throw new Error("not followed");
    await world.db.write((tx) => confirmFollowedLink(tx, shopId, followed, world.clock.now()));
    await judgeLater(0);
    expect(await world.counts()).toMatchObject({ clicked: 1, clicks: 1 });
    await fetchAs(IPHONE, of("o")[0] ?? "");
    await world.db.write((tx) => settleInteractionsOf(tx, world.deps(), world.shop, "ola"));
    expect((await interactions()).map(({ judged, why }) => [judged, why])).toEqual([["human", "confirmed"], ["human", "window"]]);
    expect(await world.counts()).toMatchObject({ opened: 1, opens: 1 });
    expect((await message())?.openedAt).not.toBeNull();
    expect(verifyToken(scn, context.sign)?.kind).toBe("follow");
  });

  it("R42 GET shows a page and changes nothing; one POST withdraws with evidence, once, and Shopify hears of it", async () => {
    const { world, fetchAs, of, mail, consent, message } = await olaHasMail();
    expect(mail?.headers["List-Unsubscribe"]).toBe(`<${APP_URL}${of("u")[0]}>`);
    const asked = await fetchAs(CHROME, of("u")[0] ?? "");
    const page = await asked.text();
    expect(page).toContain("ola@example.com");
    expect(page).toContain("<form method=\"post\">");
    expect((await consent()).state).toBe("granted");
    const oneClick = () => fetchAs("Mailer", of("u")[0] ?? "", { method: "POST", body: "List-Unsubscribe=One-Click", headers: { "content-type": "application/x-www-form-urlencoded" } });
    expect((await oneClick()).status).toBe(200);
    expect(await consent()).toMatchObject({ state: "withdrawn", source: "one-click" });
    expect(JSON.parse((await consent()).evidence ?? "")).toEqual({ messageId: (await message())?.id, agent: "Mailer" });
    const again = await fetchAs(CHROME, of("u")[0] ?? "", { method: "POST" });
    expect(await again.text()).toContain("You are unsubscribed");
    expect(await world.counts()).toMatchObject({ unsubscribed: 1 });
    expect(await world.db.forShop(world.shop.id).selectFrom("ShopifyWrite").select(["kind", "subjectId"]).where("status", "=", "waiting").execute()).toEqual([{ kind: "email-consent", subjectId: "ola" }]);
    await world.pass(24 * HOUR);
    expect(world.mailTo("ola")).toHaveLength(1);
    expect((await world.messageOf("ola")).map(({ reason }) => reason)).toEqual([null, "consent-withdrawn"]);
    expect(await (await fetchAs(CHROME, "/m/u/sample")).text()).toContain("This was a test");
  });

  it("R42 each way out of a message is kept once, with the words that she saw or that were said for her", async () => {
    const { world, fetchAs, of, message, statements, callback } = await olaHasMail();
    const path = of("u")[0] ?? "";
    const question = "Do you want to stop receiving messages from Shop at ola@example.com?";
    expect(await (await fetchAs(CHROME, path)).text()).toContain(question);
    const ways = [() => fetchAs("Mailer", path, { method: "POST", body: "List-Unsubscribe=One-Click" }), () => fetchAs(CHROME, path, { method: "POST" })];
    for (const way of [...ways, ...ways]) {
      world.clock.set(world.clock.now() + HOUR, true);
      expect((await way()).status).toBe(200);
    }
    const sent = await message();
    await callback({ type: "email.complained", created_at: new Date(world.clock.now()).toISOString(), data: { email_id: sent?.providerId ?? "" } });
    const from = world.clock.now() - 3 * HOUR;
    expect((await statements()).map(({ evidence, ...one }) => ({ ...one, evidence: JSON.parse(evidence ?? "null") as unknown }))).toEqual([
      { customerId: "ola", state: "withdrawn", at: from, source: "one-click", text: "List-Unsubscribe=One-Click", evidence: { messageId: sent?.id, agent: "Mailer" } },
      { customerId: "ola", state: "withdrawn", at: from + HOUR, source: "unsubscribe-link", text: question, evidence: { messageId: sent?.id, agent: CHROME } },
      { customerId: "ola", state: "withdrawn", at: world.clock.now(), source: "complaint", text: null, evidence: { messageId: sent?.id, providerId: sent?.providerId } },
    ]);
  });

  it("R42 an old e-mail's way out writes nothing about a customer whom the shop has deleted", async () => {
    const { world, fetchAs, of } = await olaHasMail();
    await world.db.write(async (tx) => {
      await tx.forShop(world.shop.id).deleteFrom("CustomerConsent").where("customerId", "=", "ola").execute();
      await tx.forShop(world.shop.id).updateTable("Customer").set({ deletedAt: world.clock.now() }).where("id", "=", "ola").execute();
    });
    expect((await fetchAs("Mailer", of("u")[0] ?? "", { method: "POST", body: "List-Unsubscribe=One-Click" })).status).toBe(200);
    for (const table of ["CustomerConsent", "ConsentStatement"] as const) expect(await world.db.forShop(world.shop.id).selectFrom(table).selectAll().execute()).toEqual([]);
    expect(await world.db.forShop(world.shop.id).selectFrom("ShopifyWrite").selectAll().where("kind", "=", "email-consent").execute()).toEqual([]);
  });

  it("R26 a link that data made no address leads to a page that says so", async () => {
    const { world, fetchAs, of } = await olaHasMail();
    await world.db.write((tx) => tx.forShop(world.shop.id).updateTable("MessageContent").set({ links: JSON.stringify(Array.from({ length: 20 }, () => ({ url: "https://", role: "content" }))) }).execute());
    expect((await fetchAs(CHROME, of("c")[0] ?? "")).status).toBe(404);
  });

  it("R2 callbacks in any order and any number count once; a hard bounce stops the address, a complaint the consent", async () => {
    const { world, callback, message, consent } = await olaHasMail();
    const sent = await message();
    const data = { email_id: sent?.providerId ?? "", tags: { shop: String(world.shop.id), message: sent?.id ?? "" } };
    for (const type of ["email.complained", "email.delivered", "email.delivered", "email.opened", "email.complained"]) expect((await callback({ type, created_at: new Date(world.clock.now()).toISOString(), data })).status).toBe(200);
    for (const tags of [undefined, data.tags]) expect((await callback({ type: "email.bounced", data: { ...data, tags, bounce: { type: "Permanent", message: "no such mailbox" } } })).status).toBe(200);
    expect((await callback({ type: "email.delivered", data: { email_id: "of somebody else" } })).status).toBe(200);
    expect(await world.counts()).toMatchObject({ delivered: 1, complained: 1, bounced: 1, unsubscribed: 1 });
    expect(await consent()).toMatchObject({ state: "withdrawn", source: "complaint" });
    expect(await world.db.forShop(world.shop.id).selectFrom("SuppressedAddress").select(["address", "reason"]).execute()).toEqual([{ address: "ola@example.com", reason: "bounce" }]);
  });

  it.each([
    ["email.failed", { failed: { reason: "reached_daily_quota" } }, "reached_daily_quota"],
    ["email.suppressed", { suppressed: { message: "on the account's suppression list", type: "OnAccountSuppressionList" } }, "on the account's suppression list"],
  ])("R2 a message that the provider took and then did not send is shown as one that came back: %s", async (type, more, detail) => {
    const { world, callback, message } = await olaHasMail();
    const sent = await message();
    const data = { email_id: sent?.providerId ?? "", tags: { shop: String(world.shop.id), message: sent?.id ?? "" }, ...more };
    expect((await callback({ type, created_at: new Date(world.clock.now()).toISOString(), data })).status).toBe(200);
    expect(await message()).toMatchObject({ bouncedAt: world.clock.now(), detail });
    expect(await world.db.forShop(world.shop.id).selectFrom("SuppressedAddress").selectAll().execute()).toEqual([]);
  });

  it("callbacks without a fitting signature are refused", async () => {
    const { callback } = await olaHasMail();
    const real = await callback({ type: "email.delivered", data: {} });
    expect(real.status).toBe(400);
    const forged = await listening(resendWebhook((await olaHasMail()).context, createResendVerifier(`whsec_${Buffer.from("another").toString("base64")}`)));
    closers.push(forged.close);
    const body = "{}";
    expect((await fetch(forged.url, { method: "POST", body, headers: { "svix-id": "1", "svix-timestamp": String(Math.floor(Date.now() / 1_000)), "svix-signature": new Webhook(SECRET).sign("1", new Date(), body) } })).status).toBe(401);
    expect((await fetch(forged.url)).status).toBe(405);
  });
});
