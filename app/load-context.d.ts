import type { WebContext } from "~/context.server";

declare module "@remix-run/node" {
  interface AppLoadContext extends WebContext {}
}
