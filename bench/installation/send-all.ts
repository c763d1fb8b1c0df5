import { once } from "node:events";
import { connect, type Socket } from "node:net";

const CRLF = "\r\n";

/** A POST as it goes over the wire. */
export function postOf(path: string, headers: Readonly<Record<string, string>>, body: string): Buffer {
  const lines = Object.entries({ host: "app.example", ...headers, "content-length": String(Buffer.byteLength(body)) }).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from([`POST ${path} HTTP/1.1`, ...lines, "", body].join(CRLF));
}

export interface SentAll {
  seconds: number;
  /** Of the requests that count, in milliseconds, in order of their size. */
  latencies: Float64Array;
  refused: number;
  firstRefusal: string;
}

/**
 * Sends requests over many connections, each the next one as soon as the last was answered. Connections are opened and requests written before the clock runs, and answers
 * are read no further than needed, so that the machine is left to what is measured. The first `warmUp` of them do not count.
 */
export async function sendAll(port: number, requests: readonly Buffer[], { connections, warmUp }: { connections: number; warmUp: number }): Promise<SentAll> {
  const refusals = { refused: 0, firstRefusal: "" };
  const latencies = new Float64Array(requests.length - warmUp);
  let next = 0;
  let answered = 0;
  const sockets = await Promise.all(Array.from({ length: Math.min(connections, requests.length) }, () => opened(port)));
  let startedAt = performance.now();
  await Promise.all(sockets.map((socket) => new Promise<void>((resolve, reject) => {
    let sentAt = 0;
    let received = "";
    const send = (): void => {
      const request = requests[next];
      if (!request) {
        socket.end();
        resolve();
        return;
      }
      next += 1;
      sentAt = performance.now();
      socket.write(request);
    };
    socket.on("error", reject);
    socket.on("close", () => reject(new Error(`The server closed a connection after ${answered} answers.`)));
    socket.on("data", (chunk) => {
      received += chunk.toString("latin1");
      const headEnds = received.indexOf("\r\n\r\n");
      if (headEnds < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0);
      if (received.length < headEnds + 4 + length) return;
      if (!received.startsWith("HTTP/1.1 202")) {
        refusals.refused += 1;
        refusals.firstRefusal ||= received;
      }
      received = "";
      answered += 1;
      if (answered > warmUp) latencies[answered - warmUp - 1] = performance.now() - sentAt;
      else if (answered === warmUp) startedAt = performance.now();
      send();
    });
    send();
  })));
  return { seconds: (performance.now() - startedAt) / 1_000, latencies: latencies.sort(), ...refusals };
}

async function opened(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1").setNoDelay(true);
  await once(socket, "connect");
  return socket;
}
