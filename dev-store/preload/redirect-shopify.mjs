/**
 * Preload (`node --import`) that sends the app's calls to Shopify to the local store. It patches `fetch` before the
 * Shopify library captures it, so the app itself stays unmodified: `https://{shop}.myshopify.com/admin/*` goes to
 * `{DEV_STORE_URL}/_shopify/{shop}.myshopify.com/admin/*`; every other address is left alone.
 */
const ADMIN = /^https:\/\/([a-z0-9][a-z0-9-]*\.myshopify\.com)(\/admin\/.*)$/i;

const origin = process.env.DEV_STORE_URL;
if (!origin) throw new Error("redirect-shopify needs DEV_STORE_URL, the origin of the local store.");

const realFetch = globalThis.fetch;

globalThis.fetch = function fetch(input, init) {
  const address = input instanceof Request ? input.url : String(input);
  const match = ADMIN.exec(address);
  if (!match) return realFetch(input, init);
  const target = `${origin.replace(/\/$/, "")}/_shopify/${match[1].toLowerCase()}${match[2]}`;
  return realFetch(input instanceof Request ? new Request(target, input) : target, init);
};
