import { redirect, type LoaderFunctionArgs } from "@remix-run/node";

/** Shopify opens the app at its root; the admin lies below /app. */
export function loader({ request }: LoaderFunctionArgs): Response {
  return redirect(`/app${new URL(request.url).search}`);
}
