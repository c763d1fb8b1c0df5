import { randomUUID } from "node:crypto";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createQueueBoard } from "~/adapters/queue/bull/queue-board.server";
import { WakeQueues } from "~/adapters/queue/bull/wake-queues.server";
import { listening } from "../../factories/message-world";

const TOKEN = "an operator token of thirty-two letters";

let queues: WakeQueues;
let server: Awaited<ReturnType<typeof listening>>;
beforeAll(async () => {
  queues = new WakeQueues({ url: inject("redisUrl") ?? "", prefix: randomUUID(), log: pino({ level: "silent" }) });
  server = await listening(createQueueBoard(queues, TOKEN));
});
afterAll(async () => {
  await server.close();
  await queues.close();
});

const ask = (path: string, headers: Record<string, string> = {}, method = "GET") => fetch(`${server.url}${path}`, { headers, method });
const password = (token: string) => ({ authorization: `Basic ${Buffer.from(`operator:${token}`).toString("base64")}` });

describe("/admin/queues", () => {
  it.each([[{}], [password("")], [password("wrong")], [password(`${TOKEN}x`)], [{ authorization: "Bearer wrong" }], [{ authorization: TOKEN }]])("is closed to %j", async (headers) => {
    for (const path of ["/admin/queues", "/admin/queues/api/queues", "/admin/queues/static/css/main.css"]) expect((await ask(path, headers)).status).toBe(401);
  });

  it.each([[password(TOKEN)], [{ authorization: `Bearer ${TOKEN}` }]])("shows a queue for each kind of work to %j, in no frame and kept by nobody", async (headers) => {
    const page = await ask("/admin/queues", headers);
    expect([page.status, page.headers.get("x-frame-options"), page.headers.get("cache-control")]).toEqual([200, "DENY", "no-store"]);
    const { queues: shown } = (await (await ask("/admin/queues/api/queues", headers)).json()) as { queues: { name: string; readOnlyMode: boolean }[] };
    expect(shown.map(({ name }) => name)).toContain("runs");
    expect(shown.every(({ readOnlyMode }) => readOnlyMode)).toBe(true);
  });

  it("changes nothing: works are paused and tried again in the app", async () => {
    for (const [method, path] of [["PUT", "pause"], ["PUT", "empty"], ["PUT", "obliterate"]] as const) {
      expect((await ask(`/admin/queues/api/queues/runs/${path}`, password(TOKEN), method)).status).toBeGreaterThanOrEqual(400);
    }
    expect(await queues.queue("runs").isPaused()).toBe(false);
  });

  it("is nowhere else", async () => {
    expect((await ask("/admin/other", password(TOKEN))).status).toBe(404);
  });
});
