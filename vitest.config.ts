import { availableParallelism } from "node:os";
import tsconfigPaths from "vite-tsconfig-paths";
import { configDefaults, defineConfig } from "vitest/config";
import { setting } from "./tests/setup/setting.ts";

const EVERYWHERE = ["app/**/*.test.{ts,tsx}", "dev-store/**/*.test.ts", "scripts/**/*.test.ts", "tests/{integration,extension}/**/*.test.ts"];
/** What runs works or reads the database; the other tests would only run a second time. */
const IN_EVERY_SETTING = ["tests/integration/**/*.test.ts"];
/** What needs a Redis. */
const DISTRIBUTED = "tests/integration/distributed/**";
/** These kill a process at each statement of SQLite's own connection, and no queue takes part in them: one setting is all of them. */
const OF_SQLITE = ["tests/integration/{crash,killed-sender}/**"];

export default defineConfig({
  plugins: [tsconfigPaths()],
  test: {
    include: setting.database === "sqlite" && setting.queue === "embedded" ? EVERYWHERE : IN_EVERY_SETTING,
    exclude: [...configDefaults.exclude, ...(setting.queue === "embedded" ? [DISTRIBUTED] : []), ...(setting.database === "sqlite" && setting.queue === "embedded" ? [] : OF_SQLITE)],
    globalSetup: ["tests/setup/migrated-database.ts", "tests/setup/redis-of-this-run.ts"],
    setupFiles: ["tests/setup/strict-console.ts"],
    testTimeout: setting.database === "sqlite" ? 20_000 : 60_000,
    hookTimeout: 60_000,
    pool: "forks",
    // Tests wait for servers and disks, and left to itself it keeps one core for itself: half of a small machine stood idle. Three on two cores take four fifths of the time of two.
    maxWorkers: Math.max(3, availableParallelism() - 1),
  },
});
