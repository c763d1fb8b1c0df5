import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildMessageData, usableLocale, type MessageSources } from "./build-message-data";
import { TemplateFault } from "./liquid-engine";
import { Money } from "./money-value";
import { EmptyMessage } from "./empty-message";
import { renderEmail } from "./render-email";

const setting = { now: Date.UTC(2026, 10, 21, 22, 30), timeZone: "Europe/Warsaw", locale: "en", currency: "EUR" };
const texts = { reason: "You agreed to hear from Juniper & Clay.", unsubscribe: "Unsubscribe" };
const addresses = { unsubscribe: "https://app.example/m/u/T", link: (index: number) => `https://app.example/m/c/${index}`, open: "https://app.example/m/o/T" };

const sources: MessageSources = {
  shop: { name: "Juniper & Clay", origin: "https://juniper.example" },
  locale: "en",
  customer: { email: "ola@example.com", firstName: "Ola", lastName: "Nowak", city: "Łódź", countryCode: "PL", ordersCount: 2, totalSpentMinor: 12_345, currency: "EUR" },
  traits: {},
  cart: { currency: "EUR", totalMinor: 20_000, checkoutUrl: null, lines: [{ productId: "1", variantId: "11", quantity: 1, lineMinor: 5_400 }, { productId: "2", variantId: "21", quantity: 2, lineMinor: 15_600 }, { productId: "gone", variantId: "99", quantity: 1, lineMinor: 100 }] },
  triggerProductIds: ["2"],
  products: new Map([["1", { id: "1", title: "Linen <Apron>", handle: "linen-apron", imageUrl: "https://cdn.example/1.jpg" }], ["2", { id: "2", title: "Plates", handle: "plates", imageUrl: null }]]),
  variants: new Map([["11", { id: "11", productId: "1", title: "Sage", priceMinor: 5_000, currency: "EUR", imageUrl: null }], ["21", { id: "21", productId: "2", title: "Default Title", priceMinor: 7_800, currency: "EUR", imageUrl: null }]]),
  order: null,
  discounts: [],
};
const data = buildMessageData(sources);
const render = (body: string, subject = "Hello", given = data) => renderEmail({ subject, preheader: "Still here", body }, given, setting, texts, addresses);

describe("the data of a message", () => {
  it("R26 shows the cart as it is now: today's prices, what the trigger was about first, nothing that the shop no longer has", () => {
    expect(data.products.map(({ title, variant, quantity, price }) => [title, variant, quantity, String(price)])).toEqual([["Plates", "", 2, "€78.00"], ["Linen <Apron>", "Sage", 1, "€50.00"]]);
    expect(data.cart).toMatchObject({ url: "https://juniper.example/cart/11:1,21:2,99:1?storefront=true", item_count: 3 });
    expect(String(data.cart?.total)).toBe("€200.00");
    const changed = buildMessageData({ ...sources, cart: { currency: "EUR", totalMinor: 5_400, checkoutUrl: "https://juniper.example/checkouts/x", lines: [{ productId: "1", variantId: "11", quantity: 1, lineMinor: 5_400 }] } });
    expect([String(changed.cart?.total), changed.cart?.url]).toEqual(["€50.00", "https://juniper.example/checkouts/x"]);
  });

  it("R26 shows the products viewed, newest first, where there is no cart", () => {
    const viewed = buildMessageData({ ...sources, cart: null, triggerProductIds: ["1", "2"], variants: new Map([...sources.variants].map(([, variant]) => [variant.productId, variant])) });
    expect(viewed.cart).toBeNull();
    expect(viewed.products.map(({ title, url }) => [title, url])).toEqual([["Plates", "https://juniper.example/products/plates"], ["Linen <Apron>", "https://juniper.example/products/linen-apron"]]);
  });

  it("writes money as people of the locale do and compares it in whole units", () => {
    expect([new Money(4_900, "EUR", "en").short(), new Money(4_950, "EUR", "en").short(), new Money(500, "JPY", "en").toString()]).toEqual(["€49", "€49.50", "¥500"]);
    expect(render("<p>{% if cart.total > 199.99 and cart.total < 201 %}big{% endif %} {{ 1250 | money }}</p>").text).toContain("big €12.50");
    expect([usableLocale("pl_PL"), usableLocale("", "no such locale!", "cs"), usableLocale(null)]).toEqual(["pl-PL", "cs", "en"]);
  });
});

describe("rendering an e-mail", () => {
  it("R26 escapes what comes from data, in HTML and not in the subject", () => {
    const mail = render("<p>{{ products[1].title }}</p>{% products %}", "For {{ products[1].title }}");
    expect(mail.subject).toBe("For Linen <Apron>");
    expect(mail.html.replaceAll("alt=\"Linen <Apron>\"", "")).not.toContain("<Apron>");
    expect(mail.html).toContain("Linen &lt;Apron&gt;");
    const sly = render("<p><a href=\"https://a.example/{{ customer.first_name }}\">{{ customer.first_name }}</a></p>", "x", { ...data, customer: { ...data.customer, first_name: "\"><img src=https://evil.example onerror=alert(1)>" } });
    expect(sly.html).not.toMatch(/<img src=.?https:\/\/evil/);
  });

  it("R26 escapes what was captured once, not twice, and never not at all", () => {
    const greeting = (first_name: string) => render("<p>{% capture hi %}Hi {{ customer.first_name }}{% endcapture %}{{ hi }}{% assign again = hi | append: '!' %} {{ again }}</p>", "x", { ...data, customer: { ...data.customer, first_name } });
    expect(greeting("Ola & O'Hara").text).toContain("Hi Ola & O'Hara Hi Ola & O'Hara!");
    expect(greeting("<img src=https://evil.example>").html).not.toContain("<img src=https://evil");
    expect(greeting("&lt;img src=https://evil.example&gt;").html).not.toContain("<img src=https://evil");
  });

  it.each(["body", "subject"] as const)("refuses a %s that grows beyond all use by writing a long text many times", (part) => {
    const source = `{% assign s = "${"a".repeat(100)}" %}${"{% assign s = s | append: s %}".repeat(12)}{% for i in (1..20) %}{{ s }}{% endfor %}`;
    expect(() => (part === "body" ? render(source) : render("<p>x</p>", source))).toThrow(TemplateFault);
  });

  it("R26 leads every link through ours once for each address, and leaves mail and telephone links alone", () => {
    const mail = render("<p><a href=\"https://a.example/?x=1&amp;y=2\">a</a> <a href='https://a.example/?x=1&y=2'>b</a> <a href=\"mailto:x@y.example\">m</a> <a href=\"{{ unsubscribe_url }}\">off</a></p>");
    expect(mail.links).toEqual([
      { url: "https://app.example/m/u/T", role: "unsubscribe" }, { url: "https://juniper.example/", role: "trap" },
      { url: "https://a.example/?x=1&y=2", role: "content" }, { url: "https://juniper.example/", role: "content" },
    ]);
    expect(mail.html.match(/m\/c\/2"/g)).toHaveLength(2);
    expect(mail.html).toContain("mailto:x@y.example");
    expect(mail.html.match(/m\/u\/T"/g)).toHaveLength(2);
    expect(mail.text).not.toContain("/m/c/1");
    expect(mail.text).toContain("Unsubscribe: https://app.example/m/u/T");
  });

  it("takes out what mail clients refuse and what could run", () => {
    const { html } = render("<p onclick=\"x()\">a<script>alert(1)</script><!-- c --><img src=\"javascript:x\" onerror=x><a href=\" javascript:alert(1)\">j</a><iframe src=\"https://x.example\"></iframe><style>p{}</style></p><body><b>kept</b></body>");
    expect(html).not.toMatch(/onclick|onerror|alert|javascript:|iframe|<!-- c/);
    expect(html).toContain("<b>kept</b>");
  });

  it("R26 is broken by data in words that say where, and never sends an empty one", () => {
    expect(() => render("<p>\n {{ customer.first_name | money }}</p>")).toThrow(expect.objectContaining({ line: 2, column: 2 }) as TemplateFault);
    expect(() => render("{% for i in (1..100000000) %}x{% endfor %}")).toThrow(TemplateFault);
    expect(() => render("{{ order.name }}")).toThrow(EmptyMessage);
    expect(() => render("x", "{{ order.name }}")).toThrow(EmptyMessage);
    expect(() => render("{% button url: order.name, label: 'x' %}")).toThrow(TemplateFault);
  });

  it("keeps a subject on one line whatever the data hold", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (name) => {
      const { subject } = render("<p>x</p>", "Hi {{ customer.first_name }}!", { ...data, customer: { ...data.customer, first_name: name } });
      expect(subject).not.toMatch(/[\r\n]/);
    }));
  });

  it("tells the time of the shop, not the machine's", () => {
    expect(render("<p>{{ 'now' | date: '%Y-%m-%d %H:%M' }}</p>").text).toContain("2026-11-21 23:30");
  });

  it("nothing of the machine can be reached", () => {
    for (const body of ["{% include '/etc/passwd' %}", "{% render 'x' %}", "{% layout 'x' %}", "{{ 'x' | sha256 }}", "{{ customer | json }}", "{{ customer | inspect }}"]) expect(() => render(`x${body}`)).toThrow(TemplateFault);
    expect(render("<p>x{{ customer.constructor.name }}{{ cart.total.constructor }}{{ customer.__proto__ }}</p>").text).toMatch(/^x\n/);
  });

  it("a preview is not tracked at all", () => {
    const mail = renderEmail({ subject: "s", preheader: "", body: "{% products %}" }, data, setting, texts, { unsubscribe: "https://app.example/m/u/sample", link: null, open: null });
    expect(mail.html).not.toMatch(/\/m\/[coh]\//);
    expect(mail.html).toContain("https://juniper.example/products/plates?variant=21");
  });
});
