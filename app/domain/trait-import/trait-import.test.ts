import { describe, expect, it } from "vitest";
import type { TraitDefinition, TraitType } from "~/domain/trait/trait";
import { suggestColumns } from "./columns";
import { customerKey } from "./customer-key";
import { encodingOfStart } from "./encoding";
import { readCell } from "./read-cell";
import { reportCell, reportCsv } from "./report-csv";
import { detectSeparator } from "./separator";

const bytes = (...list: number[]) => Uint8Array.from(list);
const setting = { currency: "CZK", timeZone: "Europe/Prague" };
const trait = (type: TraitType, options: string[] = []): TraitDefinition => ({ id: "1", key: "value", name: "Value", type, options });

describe("R24 a file of traits", () => {
  it("R24 tells its encoding by its first bytes, and what is no text", () => {
    expect(encodingOfStart(bytes(0xef, 0xbb, 0xbf, 0x61))).toBe("utf-8");
    expect(encodingOfStart(bytes(0xff, 0xfe, 0x61, 0))).toBe("utf-16le");
    expect(encodingOfStart(bytes(0xfe, 0xff, 0, 0x61))).toBe("utf-16be");
    expect(encodingOfStart(new Uint8Array(Buffer.from("e-mail;rozmiar\nola@x.pl;M\n", "utf16le")))).toBe("utf-16le");
    expect(encodingOfStart(new Uint8Array(Buffer.from("e-mail;město\n", "utf8")))).toBeNull();
    expect(encodingOfStart(bytes(0x50, 0x4b, 0x03, 0x04, 0x14))).toBe("binary");
    expect(encodingOfStart(bytes(0x89, 0x50, 0, 0, 0, 0x0d, 0x49, 0x48, 7, 8, 9, 10))).toBe("binary");
    expect(encodingOfStart(bytes())).toBeNull();
  });

  it("R24 tells its separator by what parts its lines alike, outside of quotation marks", () => {
    expect(detectSeparator("a;b;c\n1,5;2;3\n2,5;2;3")).toBe(";");
    expect(detectSeparator('a,b\n"1;2;3",x\n"2;3;4",y')).toBe(",");
    expect(detectSeparator("a\tb\n1\t2")).toBe("\t");
    expect(detectSeparator("only one column\nx")).toBe(",");
    expect(detectSeparator("")).toBe(",");
  });

  it.each<[TraitType, string, unknown]>([
    ["string", " Ola ", "Ola"], ["date", "2026-12-24", "2026-12-24"], ["date", "24.12.2026", "2026-12-24"], ["date", "4. 2. 2026", "2026-02-04"],
    ["date-time", "24.12.2026 18:05", Date.UTC(2026, 11, 24, 17, 5)], ["date-time", "2026-12-24 18:05:30", Date.UTC(2026, 11, 24, 17, 5)], ["date-time", "2026-12-24T17:05:00Z", Date.UTC(2026, 11, 24, 17, 5)],
    ["integer", "1 234", 1234], ["integer", "-7", -7], ["money", "1 234,50", 123_450], ["money", "1,234.50", 123_450], ["money", "1.234,50", 123_450], ["money", "12", 1_200],
    ["boolean", "TAK", true], ["boolean", "ne", false], ["url", "https://x.example/a", "https://x.example/a"],
  ])("R24 %s takes %j", (type, cell, value) => {
    expect(readCell(trait(type), cell, setting)).toEqual({ ok: true, value });
  });

  it.each<[TraitType, string, string]>([
    ["date", "12/24/2026", "not-date"], ["date", "31.2.2026", "not-date"], ["date-time", "tomorrow", "not-date-time"], ["integer", "1.5", "not-whole"], ["integer", "x", "not-whole"], ["money", "1.555", "not-whole"],
    ["boolean", "maybe", "not-boolean"], ["url", "javascript:alert(1)", "not-url"], ["string", "x".repeat(256), "too-long"], ["string", " ", "empty"],
  ])("R24 %s refuses %j", (type, cell, fault) => {
    expect(readCell(trait(type), cell, setting)).toEqual({ ok: false, fault });
  });

  it("R24 an option is found without regard to case; one that is none is refused", () => {
    expect(readCell(trait("choice", ["Small", "Large"]), "LARGE", setting)).toEqual({ ok: true, value: "Large" });
    expect(readCell(trait("choice", ["Small"]), "Huge", setting)).toEqual({ ok: false, fault: "option-gone" });
  });

  it("R24 finds a customer by e-mail, phone or Shopify's id", () => {
    expect(customerKey("email", " Ola@Example.com ")).toBe("ola@example.com");
    expect(customerKey("email", "ola")).toBeNull();
    expect(customerKey("phone", "00420 601 123 456")).toBe("+420601123456");
    expect(customerKey("phone", "601 123 456")).toBeNull();
    expect(customerKey("shopify-id", "gid://shopify/Customer/77")).toBe("77");
    expect(customerKey("shopify-id", "7.7E+12")).toBeNull();
  });

  it("R24 suggests what the columns are", () => {
    const traits = [{ ...trait("string"), key: "shoe_size", name: "Shoe size" }, { ...trait("date"), key: "birthday", name: "Born" }];
    expect(suggestColumns(["Name", "E-mail", "Shoe size", "birthday", "Shoe size"], [], traits)).toEqual({ matchBy: "email", matchColumn: 1, traits: [{ column: 2, trait: "shoe_size" }, { column: 3, trait: "birthday" }] });
    expect(suggestColumns(["a", "b"], [["x", "ola@example.com"]], traits)).toEqual({ matchBy: "email", matchColumn: 1, traits: [] });
  });

  it("R24 nothing in the report is a formula", () => {
    for (const hostile of ['=HYPERLINK("http://x")', "+1", "-1+2", "@SUM(A1)", "\t=1", " =1", "|cmd"]) expect(reportCell(hostile)).toMatch(/^"?'/);
    expect(reportCell(-5)).toBe("-5");
    expect(reportCsv([["a", 'say "hi"'], ["x\ny", 1]])).toBe('\uFEFFa,"say ""hi"""\r\nx y,1\r\n');
  });
});
