import type { Writing } from "./liquid-engine";

/** A merchant's text and how what it makes is written. */
export interface WrittenText {
  source: string;
  writing: Writing;
}
