import { describe, expect, it } from "vitest";
import { checkEmailTemplate } from "./check-email-template";

const good = { subject: "Hi {{ customer.first_name }}", preheader: "", body: "<p>{{ cart.total }}</p><a href=\"{{ unsubscribe_url }}\">off</a>" };

describe("the check of an e-mail before it is published", () => {
  it("R26 finds nothing to say about a good one", () => {
    expect(checkEmailTemplate(good, [])).toEqual([]);
    expect(checkEmailTemplate({ ...good, body: `${good.body}{% products limit: 2 %}{% button url: cart.url, label: "Back" %}{% for line in cart.lines %}{{ line.title }}{{ products[0].price | money }}{% endfor %}{{ 'now' | date: '%Y' }}` }, [])).toEqual([]);
  });

  it.each([
    ["subject", "Hi {{ customer.first_name", "notClosed", 1, 4],
    ["body", "<p>\n  {% iff cart %}x{% endiff %} unsubscribe_url", "unknownTag", 2, 3],
    ["body", "a\nb\n {{ cart.total | moneys }} unsubscribe_url", "unknownFilter", 3, 2],
    ["body", "{% if cart %} unsubscribe_url", "notClosed", 1, 1],
    ["body", "{% for a b %}{% endfor %} unsubscribe_url", "unreadable", 1, 1],
    ["body", "{% include 'secrets' %} unsubscribe_url", "unknownTag", 1, 1],
    ["body", "{% render 'secrets' %} unsubscribe_url", "unknownTag", 1, 1],
    ["body", "{{ x | raw }} unsubscribe_url", "unknownFilter", 1, 1],
    ["preheader", "{% products %}", "unknownTag", 1, 1],
  ])("names the place of broken Liquid in %s: %s", (path, source, key, line, column) => {
    expect(checkEmailTemplate({ ...good, [path]: source }, [])).toContainEqual(expect.objectContaining({
      severity: "error", path, key: `messages:problem.${key}`, values: expect.objectContaining({ line, column }) as unknown,
    }));
  });

  it("warns of a variable that is not known, with its place", () => {
    expect(checkEmailTemplate({ ...good, body: "<p>\n{{ customer.frist_name }}{{ cart.lines[0].titel }}{{ shop }}</p>" }, [])).toEqual([
      { severity: "warning", path: "body", key: "messages:problem.unknownVariable", values: { name: "customer.frist_name", line: 2, column: 4 } },
      { severity: "warning", path: "body", key: "messages:problem.unknownVariable", values: expect.objectContaining({ name: "cart.lines.0.titel", line: 2 }) as unknown },
    ]);
  });

  it("refuses an empty subject and an empty text", () => {
    expect(checkEmailTemplate({ subject: " ", preheader: "", body: "" }, []).map(({ key }) => key)).toEqual(["messages:problem.emptySubject", "messages:problem.emptyBody"]);
  });

  it("R30 warns of a discount code that no step before gives, once and where it stands", () => {
    const body = "<p>\n{{ discount.code }} {{ discount.url }}{% if discounts.thanks %}{{ discounts.thanks.code }}{% endif %}</p>";
    expect(checkEmailTemplate({ ...good, body }, [])).toEqual([
      { severity: "warning", path: "body", key: "messages:problem.noCodeBefore", values: { name: "discount", line: 2, column: 4 } },
      { severity: "warning", path: "body", key: "messages:problem.noSuchCodeBefore", values: expect.objectContaining({ name: "discounts.thanks", line: 2 }) as unknown },
    ]);
    expect(checkEmailTemplate({ ...good, body }, ["discount", "discounts.thanks"])).toEqual([]);
    expect(checkEmailTemplate({ ...good, body: "{{ discount.cdoe }}{{ discounts.thanks.valeu }}" }, ["discount", "discounts.thanks"])).toMatchObject([{ key: "messages:problem.unknownVariable" }, { key: "messages:problem.unknownVariable" }]);
  });
});
