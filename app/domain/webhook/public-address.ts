import ipaddr from "ipaddr.js";

/** Global unicast; everything else of IPv6 is local, reserved, or leads to IPv4 in disguise. */
const GLOBAL_UNICAST = ipaddr.parseCIDR("2000::/3");
/** Addresses in public ranges behind which a cloud's own services answer to its machines alone: Azure's. */
const CLOUD_SERVICES = ["168.63.129.16"];

/**
 * Whether an IP address (not a name) is one of the public internet: not private, loopback, link-local (cloud metadata),
 * carrier-grade NAT, multicast or reserved, in IPv4, IPv6 or one in the other. What cannot be read is not public.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== "unicast") return false;
  if (parsed.kind() === "ipv6") return (parsed as ipaddr.IPv6).match(GLOBAL_UNICAST as [ipaddr.IPv6, number]);
  return !CLOUD_SERVICES.includes(parsed.toString());
}

/** Whether this is an IP address rather than a name. Square brackets around IPv6, as in a URL, are taken off. */
export function literalAddress(host: string): string | null {
  const bare = host.replace(/^\[|\]$/g, "");
  return ipaddr.isValid(bare) ? bare : null;
}
