import type { TestProject } from "vitest/node";
import { RedisServer } from "./redis-server.ts";
import { setting } from "./setting.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** The Redis of this run; null where works are run by hand. */
    redisUrl: string | null;
  }
}

/** One redis-server for all tests of a run; each test file has keys of its own on it. */
export default async function startRedis(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (setting.queue === "embedded") {
    project.provide("redisUrl", null);
    return undefined;
  }
  const server = await RedisServer.start();
  project.provide("redisUrl", server.url);
  return () => server.stop();
}
