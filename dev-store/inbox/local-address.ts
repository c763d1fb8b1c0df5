/**
 * Mails name the shop by its public address, which no DNS leads to this machine: links and pictures at
 * `https://{shop domain}` are served by the local store's origin instead, as a browser's hosts file would do.
 */
export function localAddress(text: string, shopDomain: string, storeOrigin: string): string {
  return text.replaceAll(`https://${shopDomain}`, storeOrigin);
}
