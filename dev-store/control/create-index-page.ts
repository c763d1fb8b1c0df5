import { readFile } from "node:fs/promises";
import { answer, answerHtml } from "../oauth/answer.ts";
import type { RequestHandler } from "../oauth/request-handler.ts";

export interface IndexPageOptions {
  shopName: () => string;
  shopDomain: string;
  adminUrl: string;
  frameOrigin: string;
}

/** `/_dev`: where everything of the local store is, with its clock. Serves the clock's script to the other pages too. */
export function createIndexPage(options: IndexPageOptions): RequestHandler {
  return async (req, res) => {
    const path = new URL(req.url ?? "/", "http://store").pathname;
    if (path === "/_dev/store-clock-widget.js") {
      const script = await readFile(new URL("../clock/store-clock-widget.js", import.meta.url), "utf8");
      return answer(res, 200, "text/javascript; charset=utf-8", script, { "cache-control": "no-cache" });
    }
    if (path !== "/_dev" && path !== "/_dev/") return false;
    const page = await readFile(new URL("index-page.html", import.meta.url), "utf8");
    const words = new Map([["shop", options.shopName()], ["domain", options.shopDomain], ["admin", options.adminUrl], ["app", options.frameOrigin]]);
    return answerHtml(res, 200, page.replace(/\{\{(\w+)\}\}/g, (_all, name: string) => escaped(words.get(name) ?? "")));
  };
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("\"", "&quot;");
}
