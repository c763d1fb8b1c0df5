import { describe, expect, it } from "vitest";
import { linkMatches } from "./link-match";
import { markLinks, readMark, writtenLinks } from "./written-links";

const body = `<p><a href="https://shop.example/sale">Sale</a> <a class="x" href='{{ cart.url }}'>Cart</a></p>
{% button url: cart.url, label: "Back" %}{% button url: "https://shop.example/help", label: "Help" %}<a href="mailto:a@b.c">Mail</a>`;

describe("links as they are written", () => {
  it("R31 lists those of a text, each once", () => {
    expect(writtenLinks(body)).toEqual(["https://shop.example/sale", "{{ cart.url }}", "https://shop.example/help"]);
  });

  it("R31 marks those whose address is known only once it is rendered", () => {
    const marked = markLinks(body);
    expect(marked).toContain(`href='{{ cart.url }}' data-written="${encodeURIComponent("{{ cart.url }}")}"`);
    expect(marked).toContain(`url: cart.url, written: "${encodeURIComponent("{{ cart.url }}")}", label`);
    expect(marked.match(/written/g)).toHaveLength(2);
    expect(readMark(encodeURIComponent("{{ cart.url }}"))).toBe("{{ cart.url }}");
    expect(readMark("%")).toBeNull();
  });

  it("R31 a link is known by how it is written, or by a part of its address", () => {
    const click = { url: "https://shop.example/checkouts/1?k=2", written: "{{ cart.url }}" };
    expect(linkMatches({ by: "written", link: "{{ cart.url }}" }, click)).toBe(true);
    expect(linkMatches({ by: "written", link: click.url }, { ...click, written: null })).toBe(true);
    expect(linkMatches({ by: "written", link: "https://shop.example" }, click)).toBe(false);
    expect(linkMatches({ by: "contains", text: "/CHECKOUTS/" }, click)).toBe(true);
  });
});
