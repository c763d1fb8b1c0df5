import type { LoaderFunctionArgs } from "@remix-run/node";
import { authenticateAdmin } from "~/authenticate-admin.server";

/** An address below the app that names no screen. */
export async function loader({ request, context }: LoaderFunctionArgs): Promise<never> {
  await authenticateAdmin(context, request);
  throw new Response(null, { status: 404 });
}

export { RouteProblem as ErrorBoundary } from "~/components/route-problem";

export default function Missing() {
  return null;
}
