/** The push services of the browsers there are. Whatever else calls itself one would lead our calls anywhere. */
const HOSTS = [/^fcm\.googleapis\.com$/, /(^|\.)push\.services\.mozilla\.com$/, /\.notify\.windows\.com$/, /^web\.push\.apple\.com$/];

/**
 * Whether a browser's endpoint leads to a push service: HTTPS, a known host, its usual port. `development` is the one
 * other origin that an installation on a developer's machine trusts, null anywhere else.
 */
export function isPushEndpoint(endpoint: string, development: string | null): boolean {
  if (development !== null && endpoint.startsWith(`${development}/`)) return true;
  const host = /^https:\/\/([a-z0-9.-]+)\/\S*$/.exec(endpoint)?.[1];
  return host !== undefined && HOSTS.some((known) => known.test(host));
}
