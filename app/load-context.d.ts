import "@remix-run/server-runtime";
import type { WebContext } from "~/app-context";

declare module "@remix-run/node" {
  interface AppLoadContext extends WebContext {}
}

declare module "@remix-run/server-runtime" {
  interface Future {
    v3_singleFetch: true;
  }
}
