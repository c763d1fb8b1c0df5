import { describe, expect, it } from "vitest";
import { isPushEndpoint } from "./push-endpoint";

describe("isPushEndpoint", () => {
  it.each([
    "https://fcm.googleapis.com/fcm/send/abc", "https://updates.push.services.mozilla.com/wpush/v2/abc", "https://wns2-par02p.notify.windows.com/w/?token=abc", "https://web.push.apple.com/QAbc",
  ])("R28 takes %s", (endpoint) => {
    expect(isPushEndpoint(endpoint, null)).toBe(true);
  });

  it.each([
    "http://fcm.googleapis.com/fcm/send/abc", "https://fcm.googleapis.com:8443/x", "https://fcm.googleapis.com.evil.example/x", "https://evilpush.services.mozilla.com.example/x", "https://notpush.services.mozilla.com@evil.example/",
    "https://user:word@fcm.googleapis.com/x", "https://127.0.0.1/x", "http://localhost:4400/_push/1", "https://evilnotify.windows.com/", "no address",
  ])("R28 refuses %s", (endpoint) => {
    expect(isPushEndpoint(endpoint, null)).toBe(false);
  });

  it("R28 takes the one origin that development names, to its port", () => {
    expect(isPushEndpoint("http://localhost:4400/_push/1", "http://localhost:4400")).toBe(true);
    expect(isPushEndpoint("http://localhost:4401/_push/1", "http://localhost:4400")).toBe(false);
  });
});
