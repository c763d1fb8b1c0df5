import { expect, it } from "vitest";
import { murmur3 } from "./murmur3";

it.each([
  ["", 0, 0], ["", 1, 0x514e28b7], ["test", 0, 0xba6bd213], ["test", 0x9747b28c, 0x704b81dc], ["hello", 0, 0x248bfa47], ["hello, world", 0, 0x149bbb7f],
  ["Hello, world!", 0x9747b28c, 0x24884cba], ["The quick brown fox jumps over the lazy dog", 0, 0x2e4ff723], ["aaa", 0x9747b28c, 0x283e0130],
])("R31 the published value of %j with seed %i", (text, seed, value) => {
  expect(murmur3(text, seed)).toBe(value);
});
