import type { ServerResponse } from "node:http";

type Call = () => void;

/**
 * Keeps back everything that is written to `res` from now on. Returns the way to let it go out; without calling it the client
 * never hears the answer, though the handler believes that it gave one.
 */
export function deferAnswer(res: ServerResponse): () => void {
  const kept: Call[] = [];
  const write = res.write.bind(res) as (...args: unknown[]) => boolean;
  const end = res.end.bind(res) as (...args: unknown[]) => ServerResponse;
  const flushHeaders = res.flushHeaders.bind(res);
  let released = false;
  res.write = ((...args: unknown[]) => (released ? write(...args) : (kept.push(() => write(...args)), true))) as typeof res.write;
  res.end = ((...args: unknown[]) => (released ? end(...args) : (kept.push(() => end(...args)), res))) as typeof res.end;
  res.flushHeaders = () => (released ? flushHeaders() : void kept.push(flushHeaders));
  return () => {
    released = true;
    for (const call of kept.splice(0)) call();
  };
}
