import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { isbot } from "isbot";
import { z } from "zod";
import type { AppContext } from "~/app-context";
import { signToken, verifyToken, type MessageToken, type TokenKind } from "~/domain/message/link-token";
import { storefrontOrigin } from "~/queries/message-sources.server";
import type { ShopRow } from "~/queries/shop.server";
import { messageText } from "~/services/messages/message-text.server";
import { recordInteraction, type SeenAtReceiver } from "~/services/messages/record-interaction.server";
import { saveDisplayed } from "~/services/messages/save-displayed.server";
import { withdrawConsent } from "~/services/messages/withdraw-consent.server";
import { messagePage, type MessagePage } from "./message-page";
import { readBody } from "./request-body";

type LinksContext = Pick<AppContext, "db" | "clock" | "newId" | "wake" | "log" | "sign">;

interface Visit {
  request: IncomingMessage;
  response: ServerResponse;
  shop: ShopRow;
  token: MessageToken;
}

const PIXEL = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");
/** RFC 8058: what a mail program says for her when she presses its button. */
const ONE_CLICK = "List-Unsubscribe=One-Click";
const LARGEST_FORM = 4_096;
const NOT_STORED = { "cache-control": "no-store", "referrer-policy": "no-referrer" } as const;
const KINDS: Record<string, TokenKind> = { c: "click", o: "open", h: "trap", u: "unsubscribe", d: "displayed" };
/** What the service worker posts when somebody presses its off switch. */
const PUSH_OFF = "push=off";
/** In previews and test mails the way out leads here. */
const SAMPLE = "/m/u/sample";
/** They fetch a picture when the person opens the mail, so it is her open. */
const PICTURE_PROXIES = /GoogleImageProxy|YahooMailProxy/;

/**
 * Answers the signed addresses in messages, `/m/KIND/TOKEN`: click, pixel, hidden link, unsubscribing. A GET notes a
 * provisional observation and changes nothing else (R32); only the POST of the last withdraws a consent (RFC 8058).
 */
export function messageLinks(context: LinksContext): RequestListener {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
    if (path === SAMPLE) return page(response, 200, pageOf("sample"));
    const [, , letter = "", text = "", ...rest] = path.split("/");
    const kind = KINDS[letter];
    const token = rest.length === 0 ? verifyToken(text, context.sign) : null;
    if (kind === undefined || token?.kind !== kind) return page(response, 404, pageOf("notFound"));
    const methods = kind === "unsubscribe" ? ["GET", "HEAD", "POST"] : kind === "displayed" ? ["POST"] : ["GET", "HEAD"];
    if (!methods.includes(request.method ?? "")) return void response.writeHead(405, { allow: methods.join(", ") }).end();
    const shop = await context.db.acrossShops.selectFrom("Shop").selectAll().where("id", "=", token.shopId).executeTakeFirst();
    if (!shop) return page(response, 404, pageOf("notFound"));
    const visit: Visit = { request, response, shop, token };
    switch (kind) {
      case "click": return click(context, visit);
      case "open": return open(context, visit);
      case "trap": return trap(context, visit);
      case "unsubscribe": return request.method === "POST" ? unsubscribe(context, visit) : unsubscribePage(context, visit);
      case "displayed": return displayed(context, visit);
      case "follow": return page(response, 404, pageOf("notFound"));
      default: return kind satisfies never;
    }
  };
  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      context.log.error({ err: error, path: request.url }, "a link of a message could not be answered");
      if (!response.headersSent) page(response, 500, pageOf("failed"));
      else response.end();
    });
  };
}

const storedLinks = z.array(z.object({ url: z.string(), role: z.enum(["unsubscribe", "trap", "content"]) }));

/** Leads on to the stored address only, never to one that the request names. */
async function click(context: LinksContext, { request, response, shop, token }: Visit): Promise<void> {
  const content = await context.db.forShop(shop.id).selectFrom("MessageContent").select("links").where("messageId", "=", token.messageId).executeTakeFirst();
  const link = content ? storedLinks.parse(JSON.parse(content.links))[token.link] : undefined;
  // What data made of an address may be none.
  if (link?.role !== "content" || !URL.canParse(link.url)) return page(response, 404, pageOf("notFound"));
  await note(context, { request, token }, "click", null);
  response.writeHead(302, { ...NOT_STORED, location: recognised(context, shop, token, link.url) }).end();
}

/** The shop's own pages get a token by which the tracker knows her again (R44). */
function recognised({ sign }: LinksContext, shop: ShopRow, { messageId, link }: MessageToken, target: string): string {
  const url = new URL(target);
  if (url.origin !== new URL(storefrontOrigin(shop)).origin && url.hostname !== shop.domain) return url.href;
  url.searchParams.set("scn", signToken({ kind: "follow", shopId: shop.id, messageId, link }, sign));
  return url.href;
}

async function open(context: LinksContext, { request, response, token }: Visit): Promise<void> {
  await note(context, { request, token }, "open", null);
  response.writeHead(200, { ...NOT_STORED, "content-type": "image/gif", "content-length": PIXEL.length }).end(request.method === "HEAD" ? undefined : PIXEL);
}

async function trap(context: LinksContext, { request, response, shop, token }: Visit): Promise<void> {
  await note(context, { request, token }, "click", "trap");
  response.writeHead(302, { ...NOT_STORED, location: `${storefrontOrigin(shop)}/` }).end();
}

/** The service worker tells that it showed a web push. */
async function displayed(context: LinksContext, { response, shop, token }: Visit): Promise<void> {
  await saveDisplayed(context, shop, token.messageId);
  response.writeHead(204, NOT_STORED).end();
}

async function unsubscribePage(context: LinksContext, { request, response, shop, token }: Visit): Promise<void> {
  const message = await context.db.forShop(shop.id).selectFrom("Message").select(["channel", "toAddress"]).where("id", "=", token.messageId).executeTakeFirst();
  if (!message) return page(response, 404, pageOf("notFound"));
  if (request.method === "GET") await note(context, { request, token }, "unsubscribe-page", null);
  page(response, 200, {
    title: messageText("page.unsubscribe.title", { shop: shop.name }), text: questionOf(shop, message),
    button: messageText("page.unsubscribe.button"), note: messageText("page.unsubscribe.keep"),
  });
}

async function unsubscribe(context: LinksContext, { request, response, shop, token }: Visit): Promise<void> {
  const body = await readBody(request, LARGEST_FORM);
  if (typeof body !== "string") return page(response, 413, pageOf("failed"));
  const message = await context.db.forShop(shop.id).selectFrom("Message").select(["channel", "toAddress"]).where("id", "=", token.messageId).executeTakeFirst();
  const oneClick = /List-Unsubscribe=One-Click|name="List-Unsubscribe"/.test(body);
  const withdrawn = await context.db.write((tx) => withdrawConsent(tx, { now: context.clock.now(), newId: context.newId, log: context.log }, shop, {
    messageId: token.messageId, ...(oneClick ? { source: "one-click", text: ONE_CLICK } : body === PUSH_OFF ? { source: "push-off", text: messageText("push.off") } : { source: "unsubscribe-link", text: questionOf(shop, message) }),
    evidence: { agent: (request.headers["user-agent"] ?? "").slice(0, 200) },
  }));
  if (!withdrawn) return page(response, 404, pageOf("notFound"));
  for (const name of ["shopify-writes", "runs"] as const) context.wake.wake(name);
  page(response, 200, { title: messageText("page.unsubscribed.title"), text: messageText("page.unsubscribed.text", { shop: shop.name }) });
}

function questionOf(shop: ShopRow, message: { channel: string; toAddress: string | null } | undefined): string {
  // Browsers have no address that a person knows.
  if (message?.channel === "push") return messageText("page.unsubscribe.questionPush", { shop: shop.name });
  return messageText("page.unsubscribe.question", { shop: shop.name, address: message?.toAddress ?? "" });
}

/** An observation that cannot be noted must not keep her from where she wants to go. */
async function note(context: LinksContext, { request, token }: Pick<Visit, "request" | "token">, kind: SeenAtReceiver["kind"], sign: "trap" | null): Promise<void> {
  const agent = request.headers["user-agent"] ?? "";
  const machine = agent === "" || (isbot(agent) && !(kind === "open" && PICTURE_PROXIES.test(agent)));
  try {
    await recordInteraction(context, token.shopId, {
      messageId: token.messageId, kind, linkIndex: kind === "open" ? null : token.link, client: clientOf(context, request, agent),
      sign: sign ?? (request.method === "HEAD" ? "head" : machine ? "known-agent" : null),
    });
  } catch (error) {
    context.log.error({ err: error, shopId: token.shopId, messageId: token.messageId }, "an observation of a message was not noted");
  }
}

/** One address with one agent, as a keyed hash: it tells clients apart and names nobody. */
function clientOf({ sign }: LinksContext, request: IncomingMessage, agent: string): string {
  const forwarded = String(request.headers["x-forwarded-for"] ?? "").split(",").at(-1)?.trim();
  return Buffer.from(sign(Buffer.from(`client\n${forwarded || request.socket.remoteAddress}\n${agent}`))).toString("base64url").slice(0, 16);
}

function pageOf(name: "notFound" | "sample" | "failed"): MessagePage {
  return { title: messageText(`page.${name}.title`), text: messageText(`page.${name}.text`) };
}

function page(response: ServerResponse, status: number, content: MessagePage): void {
  response.writeHead(status, {
    ...NOT_STORED, "content-type": "text/html; charset=utf-8", "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  }).end(messagePage(content));
}
