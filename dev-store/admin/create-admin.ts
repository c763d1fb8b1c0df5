import { readFileSync } from "node:fs";
import { z } from "zod";
import { adminScript } from "./admin-script.ts";
import { answer, answerHtml, answerJson } from "../oauth/answer.ts";
import { embedBlocks } from "./embed-blocks.ts";
import { extensionInfo } from "./extension-info.ts";
import { html } from "./html.ts";
import { launchUrl } from "./launch-url.ts";
import { layoutPage } from "./layout-page.ts";
import { pickResources } from "./pick-resources.ts";
import { readBody } from "../oauth/read-body.ts";
import { signSessionToken } from "../oauth/session-token.ts";
import { storePage } from "./store-pages.ts";
import { themeEditorPage } from "./theme-editor-page.ts";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { RequestHandler } from "../oauth/request-handler.ts";
import type { Staff } from "../oauth/staff.ts";
import type { Store } from "../state/store.ts";

export interface AdminOptions {
  store: Store;
  apiKey: string;
  secret: string;
  appName: string;
  /** Place in the admin: `/admin/apps/{appHandle}`. */
  appHandle: string;
  /** Where the app's pages begin in the app itself: `/app`. */
  appRoot: string;
  /** Origin of the frame proxy, for example `http://localhost:4401`. */
  frameOrigin: string;
  storeOrigin: string;
  /** Folder of the app's extensions, for the theme editor's switches and `shopify.app.extensions()`. */
  extensionsDirectory: string;
  scopes: () => string[];
  staff: Staff;
  /** Real time, epoch ms: session tokens do not follow the store's clock. */
  realNow: () => number;
}

const SESSION = "local-admin-session";

/** `/admin/*`, the shell around the framed app, and what it and App Bridge need below `/_shopify/`. */
export function createAdmin(options: AdminOptions): RequestHandler {
  const { store } = options;
  const appBase = `/admin/apps/${options.appHandle}`;
  const identity = { apiKey: options.apiKey, secret: options.secret, shopDomain: store.state.shop.domain };
  const sessionToken = () => signSessionToken(identity, { userId: options.staff.id, sessionId: SESSION }, options.realNow());
  const layout = (page: Pick<Parameters<typeof layoutPage>[0], "title" | "active" | "content" | "frame">) => layoutPage({ shop: store.state.shop, appName: options.appName, appBase, ...page });
  const blocks = () => embedBlocks(options.extensionsDirectory);
  const isOn = (handle: string) => store.installation.embed(handle).enabled;

  const appPage = (res: ServerResponse, url: URL): true => {
    const path = options.appRoot + url.pathname.slice(appBase.length) + url.search;
    const src = launchUrl({ ...options, path, shopDomain: store.state.shop.domain, idToken: sessionToken(), sessionId: SESSION });
    const frame = { src, origin: options.frameOrigin, root: options.appRoot, staffInitials: options.staff.first_name.charAt(0) };
    return answerHtml(res, 200, layout({ title: options.appName, active: appBase, content: html``, frame }));
  };

  const page = (res: ServerResponse, url: URL): true => {
    if (url.pathname === "/admin/themes/current/editor") {
      const asked = (url.searchParams.get("activateAppId") ?? url.searchParams.get("addAppBlockId"))?.split("/").at(-1) ?? null;
      const content = themeEditorPage(blocks(), isOn, options.appName, asked);
      return answerHtml(res, 200, layout({ title: "App embeds", active: url.pathname, content }));
    }
    const number = Math.max(1, Math.trunc(Number(url.searchParams.get("page") ?? 1)) || 1);
    const found = storePage(url.pathname.replace(/(.)\/$/, "$1"), number, store.state, appBase);
    if (found) return answerHtml(res, 200, layout(found));
    const content = html`<div class="page lost"><h1>There is no page at this address</h1><p>${url.pathname} is not part of the local admin.</p><p><a href="/admin">Go to the home page</a></p></div>`;
    return answerHtml(res, 404, layout({ title: "Page not found", active: "", content }));
  };

  // Ready before the first page asks; a failure shows at the request, which builds again.
  void Promise.allSettled([adminScript("app-bridge"), adminScript("shell")]);

  return async (req, res) => {
    const url = new URL(req.url ?? "/", options.storeOrigin);
    const { pathname } = url;
    if (pathname === "/admin" || pathname.startsWith("/admin/")) {
      if (req.method !== "GET" && req.method !== "HEAD") return answerJson(res, 405, { error: "The local admin's pages answer GET." });
      return pathname === appBase || pathname.startsWith(`${appBase}/`) ? appPage(res, url) : page(res, url);
    }
    switch (pathname) {
      case "/_shopify/app-bridge.js": return answer(res, 200, "text/javascript; charset=utf-8", await adminScript("app-bridge"), { "access-control-allow-origin": "*", "cache-control": "no-cache" });
      case "/_shopify/admin/shell.js": return answer(res, 200, "text/javascript; charset=utf-8", await adminScript("shell"), { "cache-control": "no-cache" });
      case "/_shopify/admin/shell.css": return answer(res, 200, "text/css; charset=utf-8", readFileSync(new URL("./browser/shell/shell.css", import.meta.url), "utf8"), { "cache-control": "no-cache" });
      case "/_shopify/admin/open": return redirect(res, appBase + (url.searchParams.get("path") ?? options.appRoot).replace(options.appRoot, ""));
      default: break;
    }
    if (!pathname.startsWith("/_shopify/admin/")) return false;
    if (!isOwnPage(req)) return answerJson(res, 403, { error: "Only the local admin's own pages may ask this." });
    switch (`${req.method} ${pathname}`) {
      case "POST /_shopify/admin/session-token": return answerJson(res, 200, { token: sessionToken() });
      case "GET /_shopify/admin/extensions": return answerJson(res, 200, extensionInfo(blocks(), isOn));
      case "GET /_shopify/admin/scopes": return answerJson(res, 200, { granted: options.scopes(), required: options.scopes(), optional: [] });
      case "GET /_shopify/admin/user": return answerJson(res, 200, { id: Number(options.staff.id), name: `${options.staff.first_name} ${options.staff.last_name}`, email: options.staff.email, accountAccess: "account owner" });
      case "GET /_shopify/admin/resources": return answerJson(res, 200, pickResources(store.state, options.storeOrigin, url.searchParams));
      case "POST /_shopify/admin/embeds": return setEmbed(options, req, res);
      default: return answerJson(res, 404, { error: "Not found" });
    }
  };
}

const embedForm = z.object({ handle: z.string().min(1), enabled: z.enum(["true", "false"]) });

async function setEmbed(options: AdminOptions, req: IncomingMessage, res: ServerResponse): Promise<true> {
  const parsed = embedForm.safeParse(Object.fromEntries(new URLSearchParams(await readBody(req, 4_000))));
  if (!parsed.success || !embedBlocks(options.extensionsDirectory).some((block) => block.handle === parsed.data.handle)) {
    return answerJson(res, 422, { error: "There is no such app embed." });
  }
  options.store.installation.setEmbed(parsed.data.handle, { enabled: parsed.data.enabled === "true" });
  return redirect(res, "/admin/themes/current/editor");
}

/** The session token opens the app: another site's page must not get one. */
function isOwnPage(req: IncomingMessage): boolean {
  const site = req.headers["sec-fetch-site"];
  return site === undefined || site === "same-origin" || site === "none";
}

function redirect(res: ServerResponse, location: string): true {
  res.writeHead(303, { location, "content-length": "0" });
  res.end();
  return true;
}
