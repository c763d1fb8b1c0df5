import { createServer } from "node:http";
import { afterAll, describe, expect, it } from "vitest";
import { createFrame } from "./create-frame.ts";
import { listen } from "../oauth/listen.ts";
import { readBody } from "../oauth/read-body.ts";
import type { IncomingHttpHeaders } from "node:http";

const CDN = "https://cdn.shopify.com/shopifycloud/app-bridge.js";
const seen: { headers: IncomingHttpHeaders; body: string }[] = [];
const app = await listen(async (req, res) => {
  seen.push({ headers: req.headers, body: await readBody(req) });
  if (req.url === "/page") {
    res.writeHead(200, { "content-type": "text/html", "content-security-policy": "default-src 'self'; frame-ancestors https://admin.shopify.com", link: `<${CDN}>; rel="preload"; as="script"`, "content-length": String(`<b>ż</b><script src="${CDN}">`.length + 1) });
    res.write(`<b>ż</b><script src="${CDN.slice(0, 20)}`);
    setImmediate(() => res.end(`${CDN.slice(20)}">`));
  } else {
    res.writeHead(302, { location: "/elsewhere", "content-security-policy": "frame-ancestors 'none'", "set-cookie": ["a=1", "b=2"] });
    res.end(`raw ${CDN}`);
  }
  return true;
});
const frame = await listen(createFrame({ appOrigin: app.origin, appBridgeUrl: "http://localhost:4400/_shopify/app-bridge.js" }).handle);
afterAll(() => Promise.all([app.close(), frame.close()]));

describe("the frame around the app", () => {
  it("names the local App Bridge in pages, also across two chunks, and drops only frame-ancestors", async () => {
    const answer = await fetch(`${frame.origin}/page`);
    expect(await answer.text()).toBe('<b>ż</b><script src="http://localhost:4400/_shopify/app-bridge.js">');
    expect(answer.headers.get("content-security-policy")).toBe("default-src 'self'");
    expect(answer.headers.get("link")).toBe('<http://localhost:4400/_shopify/app-bridge.js>; rel="preload"; as="script"');
    expect(seen.at(-1)?.headers["accept-encoding"]).toBe("identity");
  });

  it("passes bodies, cookies, redirects and the host as they are", async () => {
    const answer = await fetch(`${frame.origin}/post`, { method: "POST", body: "a=1&b=ż", redirect: "manual" });
    expect(answer.status).toBe(302);
    expect(await answer.text()).toBe(`raw ${CDN}`);
    expect(answer.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(answer.headers.has("content-security-policy")).toBe(false);
    expect(seen.at(-1)).toMatchObject({ body: "a=1&b=ż", headers: { host: new URL(frame.origin).host } });
  });

  it("says in a sentence that the app is down, and asks once only", async () => {
    const unused = createServer();
    await new Promise<void>((resolve) => unused.listen(0, "127.0.0.1", resolve));
    const { port }: { port: number } = Object(unused.address());
    await new Promise((resolve) => unused.close(resolve));
    const lonely = await listen(createFrame({ appOrigin: `http://127.0.0.1:${port}`, appBridgeUrl: "x" }).handle);
    const answer = await fetch(`${lonely.origin}/page`);
    expect(answer.status).toBe(502);
    expect(await answer.text()).toContain(`The app does not answer on http://127.0.0.1:${port} (ECONNREFUSED).`);
    await lonely.close();
  });
});
