/** Who may import whom; drawn in docs/ARCHITECTURE.md. */
const from = (path, pathNot) => ({ path, ...(pathNot ? { pathNot } : {}) });
const TEST = "\\.test\\.tsx?$";

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", comment: "Break the circle: one of the two knows too much.", from: { pathNot: TEST }, to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } } },
    {
      name: "domain-is-pure", severity: "error",
      comment: "domain imports itself, zod and pure libraries. Pass facts and time in as arguments.",
      from: from("^app/domain/", TEST),
      to: { pathNot: ["^app/domain/", "node_modules/(zod|luxon|cron-parser|liquidjs|html-to-text|htmlparser2|ipaddr\\.js|isbot|libphonenumber-js|sms-segments-calculator|@types)/"] },
    },
    {
      name: "definitions-see-the-domain", severity: "error",
      comment: "A step, an entry point or a template is built on the domain alone; only its face sees the editor.",
      from: { path: ["^app/(steps|entry-points)/.+/definition\\.ts$", "^app/(steps|entry-points|templates)/registry\\.ts$", "^app/templates/.+template\\.ts$"] },
      to: { path: "^app/", pathNot: ["^app/domain/", "^app/steps/", "^app/entry-points/", "^app/templates/"] },
    },
    {
      name: "steps-are-apart", severity: "error",
      comment: "Folders of steps never import each other; what two share belongs to the domain.",
      from: from("^app/(steps|entry-points)/([^/]+)/", TEST),
      to: { path: "^app/(steps|entry-points)/[^/]+/", pathNot: "^app/$1/$2/" },
    },
    {
      name: "faces-see-no-server", severity: "error",
      comment: "The browser never reaches .server.",
      from: { path: ["^app/(editor|components)/", "^app/(steps|entry-points)/.+\\.tsx$", "^app/(steps|entry-points)/[^/]+-face\\.ts$"], pathNot: TEST },
      to: { path: "\\.server\\.tsx?$", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "lower-floors-see-no-routes", severity: "error",
      comment: "Routes are thin and on top.",
      from: from("^app/(runtime|services|queries|adapters|ingest|editor|components)/", TEST),
      to: { path: "^app/(routes|root|entry\\.)" },
    },
    {
      name: "worker-sees-no-react", severity: "error",
      comment: "runtime, services, queries and adapters run where there is no React.",
      from: from("^app/(runtime|services|queries|adapters|ingest|domain)/", TEST),
      to: { path: ["node_modules/(react|react-dom|@remix-run/react|@shopify/polaris)/", "^app/(editor|components)/", "ui\\.tsx$"] },
    },
    {
      name: "adapters-come-from-the-context", severity: "error",
      comment: "What opens a connection or calls out is built in context.server.ts and passed on; import its types only. A statement made of the transaction it is handed (insert-rows) opens nothing.",
      from: from("^app/(runtime|services|queries|routes|ingest)/", TEST),
      to: { path: "^app/adapters/.*\\.server\\.ts$", pathNot: "^app/adapters/db/insert-rows\\.server\\.ts$", dependencyTypesNot: ["type-only"] },
    },
    { name: "app-stands-alone", severity: "error", comment: "The app has no branch for the dev store.", from: from("^app/", TEST), to: { path: "^(dev-store|bench|scripts)/" } },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: "specify",
    doNotFollow: { path: "node_modules" },
    exclude: { path: "app/adapters/db/generated" },
    enhancedResolveOptions: { conditionNames: ["import", "node", "default", "types"], exportsFields: ["exports"] },
  },
};
