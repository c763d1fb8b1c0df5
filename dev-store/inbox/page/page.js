const LOOK_EVERY_MS = 1_500;
const SEEN_KEY = "inbox-seen";
const TONES = ["#2f6f5e", "#8a5a2b", "#7a4a4a", "#4d5f86", "#6b6a2f", "#7b4b73", "#3f6b7d"];
const $ = (id) => document.getElementById(id);
const state = { revision: -1, to: "", search: "", messages: [], open: null, tab: "message", zone: "UTC", seen: new Set(JSON.parse(localStorage.getItem(SEEN_KEY) ?? "[]")) };

/** Builds an element; text is set as text, so a message can put no markup of its own into the page. */
function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== false && value !== null) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

function person(text) {
  const [, name, address] = /^"?(.*?)"?\s*<(.+)>$/.exec(text) ?? [null, "", text];
  return { name: name || address, address };
}

function avatar(text) {
  const { name } = person(text);
  const tone = TONES[[...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % TONES.length, 7)];
  return element("span", { class: "avatar", "aria-hidden": "true", style: `background:${tone}` }, [...name.trim()][0]?.toUpperCase() ?? "?");
}

function when(at, long) {
  const day = (instant) => new Intl.DateTimeFormat("en-CA", { timeZone: state.zone, dateStyle: "short" }).format(instant);
  const format = (options) => new Intl.DateTimeFormat("en-GB", { timeZone: state.zone, ...options }).format(at);
  if (long) return format({ weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });
  const newest = Math.max(...state.messages.map((message) => message.at));
  return day(at) === day(newest) ? format({ hour: "2-digit", minute: "2-digit" }) : format({ day: "numeric", month: "short" });
}

async function look(force = false) {
  if (document.hidden && !force) return;
  const query = new URLSearchParams({ ...(state.to && { to: state.to }), ...(state.search && { search: state.search }) });
  let overview;
  try {
    overview = await (await fetch(`/inbox/messages?${query}`)).json();
  } catch {
    return;
  }
  if (overview.revision === state.revision && !force) return;
  Object.assign(state, { revision: overview.revision, messages: overview.messages, zone: overview.timeZone });
  showPeople(overview);
  showList(overview.total);
  if (!state.open) showNothing();
}

function showPeople({ addresses, total }) {
  const entries = [{ address: "", count: total }, ...addresses];
  $("people").replaceChildren(...entries.map(({ address, count }) => element("li", {}, element("button", { type: "button", "aria-current": String(state.to === address), title: address, onclick: () => { state.to = address; void look(true); } }, element("span", {}, address || "Everyone"), element("span", {}, String(count))))));
}

function showList(total) {
  $("messages").replaceChildren(...state.messages.map((message) => {
    const unread = !state.seen.has(message.id);
    return element("li", {}, element("button", { type: "button", class: `row${unread ? " unread" : ""}`, "aria-current": String(message.id === state.open), onclick: () => { location.hash = message.id; } },
      avatar(message.from),
      element("span", { class: "who" }, `${person(message.from).name} → ${person(message.to).address}`),
      element("time", { datetime: new Date(message.at).toISOString() }, when(message.at)),
      element("span", { class: "subject" }, message.subject ?? message.snippet),
      element("span", { class: "snippet" }, message.subject === null ? message.channel : message.snippet)));
  }));
  $("empty").hidden = state.messages.length > 0;
  const filtered = total > 0;
  $("empty").replaceChildren(element("strong", {}, filtered ? "Nothing found" : "No messages yet"), filtered ? "No message matches this search." : "E-mails to the shop's customers arrive here as they see them. Leave a cart behind in the store, then move the clock.");
}

function showNothing() {
  $("message").replaceChildren(...(state.messages.length > 0 ? [element("div", { class: "empty" }, element("strong", {}, "Choose a message"), "It opens as its receiver sees it.")] : []));
}

async function open(id) {
  state.open = id || null;
  document.body.dataset.view = id ? "message" : "list";
  for (const row of document.querySelectorAll(".row[aria-current=true]")) row.setAttribute("aria-current", "false");
  if (!id) return showNothing();
  const answer = await fetch(`/inbox/messages/${encodeURIComponent(id)}`);
  if (!answer.ok) {
    location.hash = "";
    return;
  }
  state.seen.add(id);
  localStorage.setItem(SEEN_KEY, JSON.stringify([...state.seen].slice(-500)));
  state.tab = "message";
  showMessage(await answer.json());
  void look(true);
}

function showMessage(message) {
  const { name, address } = person(message.from);
  const notice = element("p", { class: "notice", role: "status", hidden: true });
  $("message").replaceChildren(
    element("button", { type: "button", class: "back", onclick: () => { location.hash = ""; } }, "‹ All messages"),
    element("h1", {}, message.subject ?? "Message"),
    element("div", { class: "sender" }, avatar(message.from),
      element("span", { class: "from" }, name, " ", element("small", {}, name === address ? "" : `<${address}>`), ...(message.oneClick ? [element("button", { type: "button", class: "unsubscribe", onclick: (event) => unsubscribe(message, event.currentTarget, notice) }, "Unsubscribe")] : [])),
      element("time", { datetime: new Date(message.at).toISOString() }, when(message.at, true)),
      element("span", { class: "to" }, `to ${message.to}`)),
    notice,
    element("div", { class: "tabs", role: "tablist" }, ...tabsOf(message).map(([id, label]) => element("button", { type: "button", role: "tab", id: `tab-${id}`, "aria-controls": "body", "aria-selected": String(id === state.tab), onclick: () => { state.tab = id; showBody(message); } }, label))),
    element("div", { class: "body", id: "body", role: "tabpanel" }));
  showBody(message);
  $("message").scrollTop = 0;
}

function tabsOf(message) {
  return [...(message.html === null ? [] : [["message", "Message"]]), ["text", "Plain text"], ["headers", "Headers"]];
}

function showBody(message) {
  if (state.tab === "message" && message.html === null) state.tab = "text";
  for (const tab of document.querySelectorAll("[role=tab]")) tab.setAttribute("aria-selected", String(tab.id === `tab-${state.tab}`));
  if (state.tab === "text") return $("body").replaceChildren(element("pre", {}, message.text ?? ""));
  if (state.tab === "headers") return $("body").replaceChildren(element("dl", {}, ...Object.entries(message.headers).flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)])));
  // No scripts run in the frame; the same origin only lets this page measure how tall the mail is.
  const frame = element("iframe", { title: "The message", sandbox: "allow-same-origin allow-popups allow-popups-to-escape-sandbox", src: `/inbox/messages/${encodeURIComponent(message.id)}/html` });
  frame.addEventListener("load", () => {
    const root = frame.contentDocument.documentElement;
    const fit = () => { frame.style.height = `${Math.max(320, root.scrollHeight)}px`; };
    new frame.contentWindow.ResizeObserver(fit).observe(root);
    fit();
  });
  $("body").replaceChildren(frame);
}

async function unsubscribe(message, button, notice) {
  button.disabled = true;
  let body;
  try {
    body = await (await fetch(`/inbox/messages/${encodeURIComponent(message.id)}/unsubscribe`, { method: "POST" })).json();
  } catch {
    body = { error: { message: "The local store does not answer." } };
  }
  const done = body.status >= 200 && body.status < 300;
  notice.hidden = false;
  notice.classList.toggle("bad", !done);
  notice.textContent = done ? `You unsubscribed from ${person(message.from).name}. The sender took the one-click request.` : body.error?.message ?? `The sender refused the one-click request (status ${body.status}).`;
  button.disabled = done;
  if (done) button.textContent = "Unsubscribed";
}

let typing;
$("search").addEventListener("input", (event) => {
  clearTimeout(typing);
  typing = setTimeout(() => { state.search = event.target.value; void look(true); }, 150);
});
addEventListener("hashchange", () => void open(decodeURIComponent(location.hash.slice(1))));
addEventListener("moved", () => void look(true));
document.addEventListener("visibilitychange", () => void look(true));
setInterval(() => void look(), LOOK_EVERY_MS);
await look(true);
if (location.hash) await open(decodeURIComponent(location.hash.slice(1)));
