import { describe, expect, it } from "vitest";
import { readEnvironment } from "./env.server";

const COMPLETE = {
  DATABASE_URL: "file:./app.db", SHOPIFY_API_KEY: "key", SHOPIFY_API_SECRET: "secret", SHOPIFY_APP_URL: "https://app.example", SCOPES: "read_customers",
  RESEND_API_KEY: "re_test", RESEND_WEBHOOK_SECRET: "whsec_test", SECRET_KEY: "0123456789abcdef0123456789abcdef",
};

describe("the environment", () => {
  it("is one process with its own queue, no operator's page and Resend's usual limit unless said otherwise; an empty line says nothing", () => {
    for (const more of [{}, { REDIS_URL: "", OPERATOR_TOKEN: "", WORKER_PORT: "" }]) {
      const env = readEnvironment({ ...COMPLETE, ...more });
      expect([env.REDIS_URL, env.OPERATOR_TOKEN, env.WORKER_PORT, env.RESEND_CALLS_PER_SECOND]).toEqual([undefined, undefined, 0, 5]);
    }
  });

  it("takes a Redis with and without encryption", () => {
    for (const REDIS_URL of ["redis://127.0.0.1:6379", "rediss://user:secret@redis.example:6380/2"]) expect(readEnvironment({ ...COMPLETE, REDIS_URL }).REDIS_URL).toBe(REDIS_URL);
  });

  it.each([
    [{ REDIS_URL: "127.0.0.1:6379" }, "REDIS_URL: is redis://HOST:PORT"],
    [{ REDIS_URL: "http://127.0.0.1" }, "REDIS_URL: is redis://HOST:PORT"],
    [{ REDIS_PREFIX: "a:b" }, "REDIS_PREFIX: has letters"],
    [{ OPERATOR_TOKEN: "short" }, "OPERATOR_TOKEN: has 32 characters or more"],
    [{ RESEND_CALLS_PER_SECOND: "0" }, "RESEND_CALLS_PER_SECOND: is 1 or more"],
    [{ RESEND_CALLS_PER_SECOND: "many" }, "RESEND_CALLS_PER_SECOND: is a number"],
  ])("refuses %j with a sentence that names it", (more, sentence) => {
    expect(() => readEnvironment({ ...COMPLETE, ...more })).toThrow(sentence);
  });
});
