import type { Liquid } from "liquidjs";
import { moneyText } from "./ajax-money.ts";

/** Shopify's filters that liquidjs lacks or does otherwise. `assetUrl` says where `| asset_url` points, `translate` answers `| t`. */
export function addShopifyFilters(engine: Liquid, currency: () => string, assetUrl: (name: string) => string, translate: (key: string) => string): void {
  const money = (hundredths: unknown) => moneyText(Number(hundredths ?? 0), currency());
  engine.registerFilter("asset_url", (name: unknown) => assetUrl(String(name)));
  engine.registerFilter("script_tag", (url: unknown) => `<script src="${String(url)}"></script>`);
  engine.registerFilter("stylesheet_tag", (url: unknown) => `<link rel="stylesheet" href="${String(url)}" media="all">`);
  engine.registerFilter("money", money);
  engine.registerFilter("money_with_currency", (hundredths: unknown) => `${money(hundredths)} ${currency()}`);
  engine.registerFilter("money_without_currency", (hundredths: unknown) => (Number(hundredths ?? 0) / 100).toFixed(2));
  engine.registerFilter("handleize", handle);
  engine.registerFilter("handle", handle);
  engine.registerFilter("image_url", (image: unknown) => String(image ?? ""));
  engine.registerFilter("img_url", (image: unknown) => String(image ?? ""));
  engine.registerFilter("t", (key: unknown) => translate(String(key)));
  // Shopify's `json` may stand inside a script element.
  engine.registerFilter("json", (value: unknown) => scriptJson(value));
}

/** JSON that cannot end the script element around it. */
export function scriptJson(value: unknown): string {
  const text: string | undefined = JSON.stringify(value);
  return (text ?? "null").replace(/[<>&\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function handle(text: unknown): string {
  return String(text).toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
}
