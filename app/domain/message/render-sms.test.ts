import { describe, expect, it } from "vitest";
import { countSegments } from "./count-segments";
import type { MessageData } from "./message-data";
import { Money } from "./money-value";
import { checkSmsTemplate, renderSms } from "./render-sms";
import { readReply } from "./sms-reply";
import { readSmsSender } from "./sms-sender";
import { toPhoneNumber } from "./phone-number";

const data: MessageData = {
  customer: { first_name: "Ola", last_name: "Nowak", name: "Ola Nowak", email: "ola@example.com", city: "Kraków", country_code: "PL", orders_count: 1, total_spent: new Money(100, "EUR", "en"), traits: {} },
  shop: { name: "Juniper", url: "https://shop.example/" }, cart: null, products: [], order: null, event: null, discount: null, discounts: {},
};
const setting = { now: 0, timeZone: "UTC", locale: "en", currency: "EUR" };
const stop = { line: "Reply STOP to unsubscribe", word: "STOP" };
const render = (text: string, optOut: { line: string; word: string | null } = stop) => renderSms({ text }, data, setting, optOut, { unsubscribe: "https://a.io/s/u", link: (index) => `https://a.io/s/${index}` });

describe("a text message", () => {
  it("R27 has its links shortened, each once, and the marks after them left", () => {
    const { text, links } = render("Hi {{ customer.first_name }}: https://shop.example/a?b=1. Or https://shop.example/c, or https://shop.example/a?b=1");
    expect(text).toBe("Hi Ola: https://a.io/s/2. Or https://a.io/s/3, or https://a.io/s/2\nReply STOP to unsubscribe");
    expect(links.slice(2)).toEqual([{ url: "https://shop.example/a?b=1", role: "content" }, { url: "https://shop.example/c", role: "content" }]);
  });

  it("R42 says how to stop, once", () => {
    expect(render("Sale. Text STOP to end").text).toBe("Sale. Text STOP to end");
    expect(render("Don't STOPPING now").text).toContain("\nReply STOP");
    expect(render("Out: {{ unsubscribe_url }}").text).toBe("Out: https://a.io/s/u");
    // A name cannot be answered, so the word alone would lead nowhere.
    expect(render("Text STOP", { line: "Unsubscribe: https://a.io/s/u", word: null }).text).toBe("Text STOP\nUnsubscribe: https://a.io/s/u");
  });

  it("R27 is refused empty, unreadable or too long", () => {
    expect(() => render("{{ cart.url }}")).toThrow("empty");
    expect(() => render("a".repeat(1_600))).toThrow("1600 at most");
    expect(checkSmsTemplate({ text: " " }, [])).toMatchObject([{ severity: "error", key: "messages:problem.emptySms" }]);
    expect(checkSmsTemplate({ text: "{{ customer.shoe }} {% if" }, [])).toMatchObject([{ severity: "error", path: "text" }]);
  });

  it.each([
    ["a".repeat(160), "GSM-7", 1, 0], ["a".repeat(161), "GSM-7", 2, 145], ["ą".repeat(70), "UCS-2", 1, 0], ["ą".repeat(71), "UCS-2", 2, 63], ["€".repeat(80), "GSM-7", 1, 0],
  ])("R27 counts what it is billed by: %#", (text, encoding, segments, left) => {
    expect(countSegments(text)).toMatchObject({ encoding, segments, left });
  });

  it("R27 names the letters that make it dear", () => {
    expect(countSegments("Zażółć").expensive).toEqual(["ż", "ó", "ł", "ć"]);
  });

  it("R42 reads the words by which people stop and start", () => {
    expect(["STOP", " stop. ", "Unsubscribe", "END"].map((text) => readReply(text, null))).toEqual(["stop", "stop", "stop", "stop"]);
    expect([readReply("Start", null), readReply("stop it please", null), readReply("whatever", "STOP"), readReply("", "HELP")]).toEqual(["start", null, "stop", null]);
  });

  it("R27 knows its senders and its receivers", () => {
    expect(["+48 500 001 001", "MG0123456789abcdef0123456789abcdef", "12345", "Juniper", "Juniper & Clay", "+48"].map((text) => readSmsSender(text)?.kind ?? null)).toEqual(["number", "service", "short-code", "name", null, null]);
    expect([toPhoneNumber("+48500001001"), toPhoneNumber("500 001 001", "pl"), toPhoneNumber("500 001 001"), toPhoneNumber("+48123"), toPhoneNumber("nonsense", "XX")]).toEqual(["+48500001001", "+48500001001", null, null, null]);
  });
});
