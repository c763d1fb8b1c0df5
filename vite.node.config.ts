import { defineConfig } from "vite";
import tsconfigPaths from "vite-tsconfig-paths";

/** The processes that Remix does not build: the web process around it, the worker and the command line. */
export default defineConfig({
  plugins: [tsconfigPaths()],
  build: {
    ssr: true,
    outDir: "build/node",
    target: "node22",
    sourcemap: true,
    copyPublicDir: false,
    rollupOptions: { input: { server: "app/server.ts", worker: "app/entry.worker.ts", scenario: "app/entry.scenario.ts" } },
  },
});
