/**
 * The service worker of web push, served from the app proxy, which is its scope. It gets what `preparePush` writes:
 * shows it under its tag, tells that it was shown, opens its link, and holds the off switch (R42). It has no text of its own.
 */
export const PUSH_WORKER = `"use strict";
const tell = (url, body) => fetch(url, { method: "POST", mode: "no-cors", credentials: "omit", keepalive: true, body }).catch(() => undefined);
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("push", (event) => {
  let push = null;
  try { push = event.data && event.data.json(); } catch { push = null; }
  if (!push || typeof push.title !== "string") return;
  const { title, body, icon, image, tag, url, off, offText, displayed } = push;
  event.waitUntil(self.registration.showNotification(title, {
    body, icon, image, tag, data: { url, off }, actions: off ? [{ action: "off", title: offText }] : [],
  }).then(() => displayed && tell(displayed)));
});
async function switchOff(off) {
  if (off) await tell(off, new URLSearchParams({ push: "off" }));
  const subscription = await self.registration.pushManager.getSubscription();
  if (!subscription) return;
  await fetch(new URL("push", self.registration.scope), {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ action: "unsubscribe", endpoint: subscription.endpoint }),
  }).catch(() => undefined);
  await subscription.unsubscribe();
}
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { url, off } = event.notification.data || {};
  event.waitUntil(event.action === "off" ? switchOff(off) : self.clients.openWindow(url));
});
`;
