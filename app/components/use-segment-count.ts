import { useEffect, useState } from "react";
import type { Segment } from "~/domain/segment/condition";
import { useMembersRead } from "./members-read";

const TYPING_PAUSE_MS = 400;

export type SegmentCount = { is: "counting" } | { is: "counted"; count: number } | { is: "unfinished" } | { is: "failed" };

/**
 * How many customers the segment finds, asked for when nothing was changed for a moment; what is asked of an earlier
 * one is called off. `pauseMs` 0 asks at once.
 */
export function useSegmentCount(segment: Segment, pauseMs: number = TYPING_PAUSE_MS): SegmentCount {
  const definition = JSON.stringify(segment);
  const readings = useMembersRead();
  const [found, setFound] = useState<{ of: string; is: SegmentCount } | null>(null);
  useEffect(() => {
    const calling = new AbortController();
    const timer = setTimeout(() => {
      count(definition, calling.signal).then((is) => setFound({ of: definition, is })).catch(() => {
        // What was called off has been asked anew; anything else is said on the screen.
        if (!calling.signal.aborted) setFound({ of: definition, is: { is: "failed" } });
      });
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      calling.abort();
    };
  }, [definition, pauseMs, readings]);
  return found?.of === definition ? found.is : { is: "counting" };
}

/** App Bridge puts the session token on the request. */
async function count(definition: string, signal: AbortSignal): Promise<SegmentCount> {
  const response = await fetch("/app/segments/count", { method: "POST", headers: { "content-type": "application/json", accept: "application/json" }, body: definition, signal });
  if (response.status === 422) return { is: "unfinished" };
  if (!response.ok) throw new Error(`the count was answered ${response.status}`);
  return { is: "counted", count: ((await response.json()) as { count: number }).count };
}
