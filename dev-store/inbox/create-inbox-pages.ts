import { readFile } from "node:fs/promises";
import { answer, answerJson } from "../oauth/answer.ts";
import type { RequestHandler } from "../oauth/request-handler.ts";
import type { Inbox, InboxMessage } from "./inbox.ts";
import { localAddress } from "./local-address.ts";
import { oneClickAddress, postOneClick } from "./one-click-unsubscribe.ts";

export interface InboxPagesOptions {
  inbox: Inbox;
  shopDomain: string;
  shopTimeZone: () => string;
  /** Origin of the local store. */
  storeOrigin: string;
}

const FILES = new Map([
  ["/inbox", { file: "page.html", type: "text/html; charset=utf-8" }],
  ["/inbox/page.css", { file: "page.css", type: "text/css; charset=utf-8" }],
  ["/inbox/page.js", { file: "page.js", type: "text/javascript; charset=utf-8" }],
]);

/** A mail is shown as a mail client shows it: pictures and styles, no scripts, no forms, links in a new window. */
const MAIL_POLICY = "default-src 'none'; img-src http: https: data:; style-src 'unsafe-inline' http: https:; font-src http: https: data:; form-action 'none'; base-uri 'none'";
const SNIPPET = 140;

/** `/inbox`: what the shop's customers received, as they see it. */
export function createInboxPages(options: InboxPagesOptions): RequestHandler {
  const { inbox } = options;
  const local = (text: string) => localAddress(text, options.shopDomain, options.storeOrigin);

  return async (req, res) => {
    const url = new URL(req.url ?? "/", options.storeOrigin);
    const path = url.pathname.replace(/(.)\/$/, "$1");
    if (path !== "/inbox" && !path.startsWith("/inbox/")) return false;
    const file = FILES.get(path);
    if (file) return answer(res, 200, file.type, await readFile(new URL(`page/${file.file}`, import.meta.url), "utf8"), { "cache-control": "no-cache" });
    if (path === "/inbox/messages") return answerJson(res, 200, overview(url.searchParams));

    const [, id = "", part = ""] = /^\/inbox\/messages\/([^/]+)(?:\/(html|unsubscribe))?$/.exec(path) ?? [];
    const message = inbox.get(id);
    if (!message) return answerJson(res, 404, { error: { code: "not_found", message: "There is no such message in the inbox." } });
    if (part === "html") return answer(res, 200, "text/html; charset=utf-8", framed(local(message.html ?? "")), { "content-security-policy": MAIL_POLICY, "referrer-policy": "no-referrer" });
    if (part === "unsubscribe") {
      if (req.method !== "POST") return answerJson(res, 405, { error: { code: "method_not_allowed", message: "Unsubscribing is a POST." } }, { allow: "POST" });
      return answerJson(res, ...(await unsubscribe(message)));
    }
    return answerJson(res, 200, { ...message, oneClick: oneClickAddress(message) });
  };

  function overview(query: URLSearchParams) {
    const addresses = new Map<string, number>();
    for (const message of inbox.list()) for (const address of message.recipients) addresses.set(address, (addresses.get(address) ?? 0) + 1);
    const shown = inbox.list({ to: query.get("to") ?? undefined, search: query.get("search") ?? undefined });
    return {
      revision: inbox.revision,
      timeZone: options.shopTimeZone(),
      addresses: [...addresses].map(([address, count]) => ({ address, count })).sort((a, b) => b.count - a.count || a.address.localeCompare(b.address)).slice(0, 100),
      total: inbox.list().length,
      messages: shown.slice(-200).reverse().map(({ id, channel, to, from, subject, text, at }) => ({ id, channel, to, from, subject, at, snippet: snippet(text) })),
    };
  }

  async function unsubscribe(message: InboxMessage): Promise<[number, unknown]> {
    const address = oneClickAddress(message);
    if (!address) return [422, { error: { code: "no_one_click", message: "This message does not offer one-click unsubscribe." } }];
    try {
      return [200, { address, status: await postOneClick(local(address)) }];
    } catch (error) {
      return [502, { error: { code: "no_answer", message: `The sender did not answer: ${error instanceof Error ? error.message : String(error)}` } }];
    }
  }
}

function snippet(text: string | null): string {
  return (text ?? "").replace(/\s*\[?https?:\/\/\S+\]?/g, " ").replace(/[\s\u034f\u200b-\u200f\u00ad\u2060\ufeff]+/g, " ").trim().slice(0, SNIPPET);
}

function framed(html: string): string {
  const base = "<base target=\"_blank\">";
  return /<head[^>]*>/i.test(html) ? html.replace(/<head[^>]*>/i, (head) => head + base) : `<!doctype html><meta charset="utf-8">${base}${html}`;
}
