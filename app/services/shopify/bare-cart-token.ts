/** Shopify's cart token without the `?key=` part that the storefront's cart carries and webhooks do not. */
export function bareCartToken(token: string | null | undefined): string | null {
  const bare = token?.split("?", 1)[0];
  return bare ? bare : null;
}
