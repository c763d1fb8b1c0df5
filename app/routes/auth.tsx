import type { LoaderFunctionArgs } from "@remix-run/node";

export async function loader({ request, context }: LoaderFunctionArgs): Promise<null> {
  await context.shopify.authenticate.admin(request);
  return null;
}
