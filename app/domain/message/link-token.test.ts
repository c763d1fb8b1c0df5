import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { signToken, verifyToken, type MessageToken, type Sign } from "./link-token";

const signWith = (key: string): Sign => (bytes) => createHmac("sha256", key).update(bytes).digest();
const sign = signWith("a key of thirty-two characters!!");

const tokens: fc.Arbitrary<MessageToken> = fc.record({
  kind: fc.constantFrom("click", "open", "trap", "unsubscribe", "follow"),
  shopId: fc.integer({ min: 0, max: 0xffff_ffff }),
  messageId: fc.uuid(),
  link: fc.integer({ min: 0, max: 0xffff }),
});

describe("signed links", () => {
  it("R32 say what they were made of, in 47 letters that need no escaping", () => {
    fc.assert(fc.property(tokens, (token) => {
      const text = signToken(token, sign);
      expect(text).toMatch(/^[\w-]{47}$/);
      expect(verifyToken(text, sign)).toEqual(token);
      expect(verifyToken(text, signWith("another key of 32 characters...."))).toBeNull();
    }));
  });

  it("R32 are refused after any change of a letter, and so is any other text", () => {
    fc.assert(fc.property(tokens, fc.nat(46), fc.constantFrom(..."AZaz09-_"), (token, place, letter) => {
      const text = signToken(token, sign);
      const changed = text.slice(0, place) + letter + text.slice(place + 1);
      if (changed !== text) expect(verifyToken(changed, sign)).toBeNull();
    }));
    fc.assert(fc.property(fc.string({ maxLength: 80 }), (text) => { expect(verifyToken(text, sign)).toBeNull(); }));
  });
});
