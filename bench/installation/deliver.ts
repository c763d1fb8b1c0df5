import { Agent, request } from "node:http";
import { setTimeout as rest } from "node:timers/promises";
import { pathOf, type Fact } from "./facts.ts";

const agent = new Agent({ keepAlive: true, maxSockets: 256 });

/** Sends as their senders do: the same again until it is answered with success. Answers how often it was sent. */
export async function deliver(port: number, fact: Fact): Promise<number> {
  for (let sent = 1; ; sent += 1) {
    const status = await post(port, fact);
    if (status >= 200 && status < 300) return sent;
    if (status >= 400 && status < 500 && status !== 429) throw new Error(`${fact.path} answered ${status} to ${fact.body.slice(0, 200)}`);
    await rest(50);
  }
}

/** The status, or 0 where the process was gone before it answered. */
function post(port: number, fact: Fact): Promise<number> {
  return new Promise((resolve) => {
    const call = request({ host: "127.0.0.1", port, path: pathOf(fact), method: "POST", agent, headers: { ...fact.headers(), "content-length": Buffer.byteLength(fact.body) } }, (answer) => {
      answer.on("error", () => resolve(0)).on("end", () => resolve(answer.statusCode ?? 0)).resume();
    });
    call.on("error", () => resolve(0));
    call.end(fact.body);
  });
}
