import { index, route, type RouteConfig } from "@remix-run/route-config";

export default [
  index("routes/entry.tsx"),
  route("auth/*", "routes/auth.tsx"),
  route("app", "routes/app/layout.tsx", [
    index("routes/app/home.tsx"),
    route("scenarios", "routes/app/scenarios.tsx"),
    route("scenarios/:scenarioId", "routes/app/scenario-editor.tsx"),
    route("scenarios/:scenarioId/calls", "routes/app/scenario-calls.ts"),
    route("scenarios/:scenarioId/statistics", "routes/app/scenario-statistics.tsx"),
    route("customers", "routes/app/customers.tsx"),
    route("customers/:customerId", "routes/app/customer.tsx"),
    route("events", "routes/app/events.tsx"),
    route("events/:eventId", "routes/app/event.tsx"),
    route("traits", "routes/app/traits.tsx"),
    route("traits/imports", "routes/app/trait-imports.tsx"),
    route("traits/imports/:importId", "routes/app/trait-import.tsx"),
    route("traits/import-calls", "routes/app/trait-import-calls.ts"),
    route("discount-codes", "routes/app/discount-codes.tsx"),
    route("discount-codes/:poolId", "routes/app/discount-pool.tsx"),
    route("settings", "routes/app/settings.tsx"),
    route("settings/webhook-secret", "routes/app/webhook-secret.ts"),
    route("settings/attention", "routes/app/attention.ts"),
    route("*", "routes/app/missing.tsx"),
  ]),
] satisfies RouteConfig;
