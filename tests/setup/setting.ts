import { z } from "zod";

const settings = z.object({
  /** What makes works run in the tests of this run. */
  TEST_QUEUE: z.enum(["embedded", "bull"]).default("embedded"),
});

/** In which setting the tests run: the same suite, another queue. Chosen by scripts/test.mjs. */
export const setting = { queue: settings.parse(process.env).TEST_QUEUE };
