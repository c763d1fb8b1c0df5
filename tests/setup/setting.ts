import { z } from "zod";

const settings = z.object({
  /** Which database the tests of this run use. */
  TEST_DATABASE: z.enum(["sqlite", "postgres"]).default("sqlite"),
  /** What makes works run in the tests of this run. */
  TEST_QUEUE: z.enum(["embedded", "bull"]).default("embedded"),
});

const { TEST_DATABASE, TEST_QUEUE } = settings.parse(process.env);

/** In which setting the tests run: the same suite, another database or queue. Chosen by scripts/test.mjs. */
export const setting = { database: TEST_DATABASE, queue: TEST_QUEUE };
