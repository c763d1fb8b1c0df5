import { useSyncExternalStore } from "react";

let readings = 0;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Tells the page that members of a segment of Shopify's have been read: what was counted before is to be counted anew. */
export function tellMembersRead(): void {
  readings += 1;
  for (const listener of listeners) listener();
}

/** Changes each time that members have been read. */
export const useMembersRead = (): number => useSyncExternalStore(subscribe, () => readings, () => 0);
