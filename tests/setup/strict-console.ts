import { afterEach, beforeEach, vi } from "vitest";

/** An error or a warning on the console that a test did not expect fails the test. */
let errors: unknown[][] = [];

beforeEach(() => {
  errors = [];
  vi.spyOn(console, "error").mockImplementation((...words: unknown[]) => void errors.push(words));
});

afterEach(() => {
  const seen = errors;
  vi.restoreAllMocks();
  if (seen.length > 0) throw new Error(`console.error was called: ${seen.map((words) => words.join(" ")).join("\n")}`);
});
