import type { MessageData, MessageSetting } from "./message-data";
import { Money } from "./money-value";

/** Noon of a day in spring; nothing depends on which. */
const SAMPLE_NOW = 1_773_144_000_000;

export const sampleSetting: MessageSetting = { now: SAMPLE_NOW, timeZone: "UTC", locale: "en", currency: "EUR" };

/** Somebody who does not exist, with all there may be to know: to try templates on. The names hold what breaks careless quoting. */
export function sampleData(shop: { name: string; url: string } = { name: "Sample shop", url: "https://shop.example/" }, { currency, locale }: Pick<MessageSetting, "currency" | "locale"> = sampleSetting): MessageData {
  const money = (minor: number) => new Money(minor, currency, locale);
  const product = (title: string, minor: number) => ({ title, variant: "", quantity: 1, price: money(minor), line_price: money(minor), old_price: null, lowest_price: null, image: `${shop.url}sample.jpg`, url: `${shop.url}products/sample` });
  const lines = [product('Linen apron, 30"', 5_400), product("Stoneware plates", 7_800)];
  const discount = { code: "SAMPLE-CODE", url: `${shop.url}discount/SAMPLE-CODE?redirect=%2Fcart`, expires_at: new Date(SAMPLE_NOW).toISOString(), value: '10% "off"' };
  return {
    customer: { first_name: "Sample", last_name: 'O"Hara', name: 'Sample O"Hara', email: "sample@example.com", city: "Brno", country_code: "CZ", orders_count: 2, total_spent: money(20_000), traits: {} },
    shop,
    cart: { url: `${shop.url}cart`, total: money(13_200), item_count: 2, lines },
    products: lines,
    order: { name: "#1001", total: money(13_200) },
    event: {},
    discount,
    discounts: {},
  };
}
