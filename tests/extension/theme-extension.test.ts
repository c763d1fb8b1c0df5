import { readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { themeCheckRun } from "@shopify/theme-check-node";
import { Liquid, type TagToken, type TopLevelToken } from "liquidjs";
import { describe, expect, it } from "vitest";

const folder = fileURLToPath(new URL("../../extensions/scenarios-theme", import.meta.url));

const engine = new Liquid();
engine.registerTag("schema", {
  parse(_tag: TagToken, remaining: TopLevelToken[]) {
    while (remaining.length > 0) if (remaining.shift()?.getText() === "{% endschema %}") return;
  },
  render: () => "",
});

function config(scope: object): unknown {
  const html: string = engine.parseAndRenderSync(readFileSync(`${folder}/blocks/tracker.liquid`, "utf8"), scope);
  return JSON.parse(/<script[^>]*id="scenarios-config">([\s\S]*)<\/script>/.exec(html)?.[1] ?? "");
}

describe("the theme app extension", () => {
  it("passes theme check without one offence", async () => {
    const { offenses } = await themeCheckRun(folder, fileURLToPath(new URL("./theme-check.yml", import.meta.url)));
    expect(offenses.map((offense) => `${offense.uri} ${offense.check}: ${offense.message}`)).toEqual([]);
  }, 60_000);

  it("ships a tracker under 10,000 bytes", () => {
    expect(statSync(`${folder}/assets/tracker.js`).size).toBeLessThan(10_000);
  });

  it("R43 tells the tracker where the app is, nothing of a shopper who is not logged in", () => {
    expect(config({ request: { page_type: "index" }, cart: { currency: { iso_code: "EUR" }, item_count: 0 } })).toEqual({
      endpoint: "/apps/scenarios/events", customer: "", page: "index", currency: "EUR", items: 0,
    });
  });

  it("R43 takes the proxy's path from the app's metafield and the product from its page", () => {
    const shown = { id: 602, price: 2500 };
    expect(config({
      app: { metafields: { scenarios: { config: { value: { proxyPath: "/community/mail" } } } } },
      request: { page_type: "product" },
      localization: { country: { iso_code: "CZ" } },
      customer: { id: 77 },
      cart: { currency: { iso_code: "EUR" }, item_count: 3 },
      product: { id: 501, selected_or_first_available_variant: shown, variants: [{ id: 601, price: 4900 }, shown] },
    })).toEqual({
      endpoint: "/community/mail/events?country=CZ", customer: "77", page: "product", currency: "EUR", items: 3,
      product: { id: "501", variant: "602", price: 2500, prices: { "601": 4900, "602": 2500 } },
    });
  });
});
