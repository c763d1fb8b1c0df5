import { useCallback, useEffect, useState } from "react";
import type { ShopifySegmentLine } from "~/domain/segment/shopify-segment-line";
import { tellMembersRead } from "./members-read";

const ADDRESS = "/app/segments/shopify";
/** Until the members of the one chosen are read. */
const LOOK_AGAIN_MS = 3_000;

export interface ShopifySegmentsAnswer {
  segments: ShopifySegmentLine[];
  /** Why Shopify's list could not be read now, in Shopify's words: then the segments are those known from before. */
  failed: string | null;
}

export type ShopifySegments = { is: "loading" } | { is: "unreachable" } | ({ is: "known" } & ShopifySegmentsAnswer);

/**
 * What the shop has in Shopify, read when somebody first wants to choose, and how far the members of the one chosen are known, looked at until they are. Choosing one has its
 * members read. `again` asks anew.
 */
export function useShopifySegments(chosen: string): { found: ShopifySegments; again(): void } {
  const [attempt, setAttempt] = useState(0);
  const [found, setFound] = useState<ShopifySegments>({ is: "loading" });
  const again = useCallback(() => setAttempt((before) => before + 1), []);
  useEffect(() => {
    const calling = new AbortController();
    ask(ADDRESS, { signal: calling.signal })
      .then((answer) => setFound({ is: "known", ...answer }))
      .catch(() => { if (!calling.signal.aborted) setFound({ is: "unreachable" }); });
    return () => calling.abort();
  }, [attempt]);

  const known = found.is === "known";
  useEffect(() => {
    if (!known || chosen === "") return undefined;
    const calling = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let awaited = false;
    const look = async (method: "post" | "get") => {
      const { segments } = await ask(method === "post" ? ADDRESS : `${ADDRESS}?known`, { method, signal: calling.signal, ...(method === "post" ? { body: JSON.stringify({ id: chosen }), headers: { "content-type": "application/json" } } : {}) });
      setFound((before) => (before.is === "known" ? { ...before, segments } : before));
      const line = segments.find(({ id }) => id === chosen);
      if (awaited && line?.read) tellMembersRead();
      awaited = line !== undefined && !line.gone && !line.read;
      if (awaited) timer = setTimeout(() => void look("get").catch(lost), LOOK_AGAIN_MS);
    };
    const lost = () => { if (!calling.signal.aborted) setFound({ is: "unreachable" }); };
    void look("post").catch(lost);
    return () => {
      clearTimeout(timer);
      calling.abort();
    };
  }, [known, chosen, attempt]);
  return { found, again };
}

/** App Bridge puts the session token on the request. */
async function ask(address: string, options: RequestInit): Promise<ShopifySegmentsAnswer> {
  const response = await fetch(address, { ...options, headers: { accept: "application/json", ...options.headers } });
  if (!response.ok) throw new Error(`Shopify's segments were answered ${response.status}`);
  return (await response.json()) as ShopifySegmentsAnswer;
}
