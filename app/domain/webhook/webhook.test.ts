import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HOUR } from "~/domain/instant";
import { judgeAnswer, readRetryAfter, type WebhookAnswer } from "./judge-answer";
import { jsonFault } from "./json-fault";
import { isPublicAddress } from "./public-address";
import { signWebhook } from "./sign-webhook";
import { headerProblems } from "./webhook-headers";

describe("where a webhook may go", () => {
  it("R31 is only to addresses of the public internet", () => {
    for (const address of ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8"]) expect(isPublicAddress(address), address).toBe(true);
    for (const address of [
      "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200", "198.18.0.1", "192.0.0.192", "192.0.2.1",
      "203.0.113.9", "224.0.0.1", "240.0.0.1", "255.255.255.255", "168.63.129.16",
      "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "fec0::1", "100::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:a00:1", "::10.0.0.1",
      "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::", "2001:0:a00:1::", "2001:db8::1", "not an address", "",
    ]) expect(isPublicAddress(address), address).toBe(false);
  });
});

describe("headers of a webhook", () => {
  it("R31 are the merchant's own, none of the connection's or of ours, none with a line break, none twice", () => {
    const of = (name: string, value = "x") => headerProblems([{ name, value }])[0]?.problem ?? null;
    expect(of("Authorization", "Bearer abc def")).toBeNull();
    for (const name of ["Host", "connection", "Transfer-Encoding", "Content-Length", "content-type", "TE", "Upgrade", "Idempotency-Key", "X-Scenarios-Signature"]) expect(of(name), name).toBe("header-ours");
    for (const name of ["", "a b", "a:b", "a\r\nb", "ä", "a".repeat(65)]) expect(of(name), name).toBe("header-name");
    for (const value of ["", "a\r\nHost: b", "ä", " a", "a\0"]) expect(of("X-Key", value), value).toBe("header-value");
    expect(headerProblems([{ name: "X-Key", value: "a" }, { name: "x-key", value: "b" }])).toEqual([{ index: 1, field: "name", problem: "header-twice" }]);
  });
});

describe("jsonFault", () => {
  it("R31 finds the line and the column at which a text stops being JSON", () => {
    expect(jsonFault('{\n  "a": 1,\n  "b" 2\n}')).toEqual({ line: 3, column: 7 });
    expect(jsonFault("")).toEqual({ line: 1, column: 1 });
    expect(jsonFault('{"a":1,}')).toEqual({ line: 1, column: 8 });
    expect(jsonFault("[1] 2")).toEqual({ line: 1, column: 5 });
    for (const text of ["01", "1.", ".5", "+1", "NaN", "'a'", '"a', '"\\x"', "[1,]", "{a:1}", "tru", "nullx", '"\n"', "{,}", "1 2"]) expect(jsonFault(text), text).not.toBeNull();
  });

  it("R31 agrees with JSON.parse on whatever text", () => {
    const parses = (text: string) => {
      try {
        JSON.parse(text);
        return true;
      } catch (error) {
        return !(error instanceof SyntaxError);
      }
    };
    fc.assert(fc.property(fc.json({ maxDepth: 4 }), (text) => jsonFault(text) === null));
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(..."{}[]:,\"\\ \n0123456789eE+-.truefalsn") }), (text) => (jsonFault(text) === null) === parses(text)), { numRuns: 2_000 });
    fc.assert(fc.property(fc.json({ maxDepth: 3 }), fc.nat(), fc.constantFrom(..."{}[]:,\"1 "), (text, at, sign) => {
      const broken = text.slice(0, at % (text.length + 1)) + sign + text.slice(at % (text.length + 1));
      return (jsonFault(broken) === null) === parses(broken);
    }), { numRuns: 1_000 });
  });
});

describe("judgeAnswer", () => {
  const answered = (status: number, retryAfter: number | null = null): WebhookAnswer => ({ kind: "answered", status, body: "", retryAfter, tookMs: 1 });

  it("R31 takes 2xx, tries again what may pass, and fails at once what stays", () => {
    for (const status of [200, 202, 204]) expect(judgeAnswer(answered(status)).outcome).toBe("done");
    for (const status of [408, 425, 429, 500, 502, 503, 504]) expect(judgeAnswer(answered(status)).outcome, String(status)).toBe("later");
    for (const [status, after] of [[425, null], [429, null], [503, HOUR]] as const) expect(judgeAnswer(answered(status, after)), String(status)).toMatchObject({ certain: true });
    for (const status of [408, 500, 502, 503, 504]) expect(judgeAnswer(answered(status)), String(status)).toMatchObject({ certain: false });
    for (const reached of [true, false]) expect(judgeAnswer({ kind: "silent", reached, why: "timeout" })).toMatchObject({ outcome: "later", certain: !reached, reason: "no-answer" });
    for (const [status, reason] of [[400, "refused"], [401, "refused"], [404, "refused"], [410, "gone"], [301, "redirected"], [307, "redirected"], [101, "refused"]] as const) {
      expect(judgeAnswer(answered(status))).toMatchObject({ outcome: "failed", reason });
    }
    expect(judgeAnswer({ kind: "private", address: "10.0.0.1" })).toMatchObject({ outcome: "failed", reason: "private-address" });
    expect(judgeAnswer(answered(429, HOUR))).toMatchObject({ after: HOUR });
    expect(judgeAnswer(answered(503, 1_000 * HOUR))).toMatchObject({ after: 24 * HOUR });
  });

  it("R31 reads Retry-After in seconds and as a date", () => {
    expect(readRetryAfter("120", 0)).toBe(120_000);
    expect(readRetryAfter("Thu, 01 Jan 1970 00:02:00 GMT", 60_000)).toBe(60_000);
    for (const header of [undefined, "", "soon", "-5", "0", "Thu, 01 Jan 1970 00:00:00 GMT"]) expect(readRetryAfter(header, 60_000)).toBeNull();
  });
});

it("R31 a webhook is signed over its time and its body, by both secrets for a while after a change", () => {
  const hmac = (secret: string, text: string) => createHmac("sha256", secret).update(text).digest("hex");
  expect(signWebhook(hmac, ["new", "old"], '{"a":1}', 1_700_000_000_999)).toBe(`t=1700000000,v1=${hmac("new", '1700000000.{"a":1}')},v1=${hmac("old", '1700000000.{"a":1}')}`);
});
