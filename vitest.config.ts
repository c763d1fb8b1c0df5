import tsconfigPaths from "vite-tsconfig-paths";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [tsconfigPaths()],
  test: {
    include: ["app/**/*.test.{ts,tsx}", "dev-store/**/*.test.ts", "scripts/**/*.test.ts", "tests/{integration,extension}/**/*.test.ts"],
    globalSetup: ["tests/setup/migrated-database.ts"],
    setupFiles: ["tests/setup/strict-console.ts"],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    pool: "forks",
  },
});
