import tsconfigPaths from "vite-tsconfig-paths";
import { defineConfig } from "vitest/config";

/** The whole product in a real browser. Each file starts a demo of its own; they run one after the other, on two cores. */
export default defineConfig({
  plugins: [tsconfigPaths()],
  test: {
    include: ["tests/e2e/**/*.e2e.ts"],
    fileParallelism: false,
    bail: 0,
    testTimeout: 120_000,
    hookTimeout: 180_000,
    pool: "forks",
  },
});
