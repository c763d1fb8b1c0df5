import type { IncomingMessage, ServerResponse } from "node:http";
import { accountRoutes } from "./account-routes.ts";
import { AppEmbeds } from "./app-embeds.ts";
import { appProxy } from "./app-proxy.ts";
import { cartRoutes } from "./cart-routes.ts";
import { checkoutRoutes } from "./checkout-routes.ts";
import { Exchange } from "./exchange.ts";
import { pageRoutes } from "./page-routes.ts";
import { BodyError } from "./request-body.ts";
import { Shopper } from "./shopper.ts";
import { staticFiles } from "./static-files.ts";
import { Theme } from "./theme.ts";
import type { StorefrontDependencies } from "./storefront-dependencies.ts";

/** Paths of the dev store that are not the shop's: the storefront leaves them to others. */
const OTHERS = /^\/(?:admin|inbox|_dev|oauth|auth|app-bridge)(?:[/.]|$)/;

/**
 * The shop's public side. Answers false for what is not the storefront's. A person who asks for a page that does not exist gets the
 * shop's own 404; so mount it after whatever else shows pages.
 */
export function createStorefront(deps: StorefrontDependencies): (req: IncomingMessage, res: ServerResponse) => Promise<boolean> {
  const { store } = deps;
  const embeds = new AppEmbeds(store, deps.extensionDir);
  const theme = new Theme(deps, embeds);
  const answered = async (exchange: Exchange) =>
    await staticFiles(embeds, exchange)
    || await appProxy(deps, theme, exchange)
    || await cartRoutes(store, exchange)
    || await checkoutRoutes(store, theme, exchange)
    || await accountRoutes(store, theme, exchange)
    || await pageRoutes(store, theme, exchange);

  return async (req, res) => {
    const url = new URL(`http://shop${(req.url ?? "/").replace(/^\/*/, "/")}`);
    if (OTHERS.test(url.pathname)) return false;
    const exchange = new Exchange(req, res, url, new Shopper(store, req));
    rememberCartStyle(exchange);
    try {
      if (await answered(exchange)) return true;
      if (!wantsPage(req)) return false;
      await theme.show(exchange, "404", { template: "404", title: "Not found" }, {}, 404);
    } catch (error) {
      if (!(error instanceof BodyError) || res.headersSent) throw error;
      exchange.json(error.status, { status: error.status, message: "Bad Request", description: error.message });
    }
    return true;
  };
}

/** `?cart=fetch|xhr|form` on any page chooses how this shopper's theme adds to the cart. */
function rememberCartStyle(exchange: Exchange): void {
  const style = exchange.url.searchParams.get("cart");
  if (style === "fetch" || style === "xhr" || style === "form") exchange.shopper.cartStyle = style;
}

function wantsPage(req: IncomingMessage): boolean {
  return req.method === "GET" && (req.headers.accept ?? "").includes("text/html");
}
