import { adminPath, drawAppNav } from "./app-nav.ts";
import { answerQuestion } from "./answer-question.ts";
import { appFrame, config, onApp, tellApp } from "./frame-link.ts";
import { drawTitleBar } from "./title-bar.ts";
import { dropSaveBars, isDirty, mayLeave, showSaveBar } from "./save-bar.ts";
import { hideToast, showToast } from "./toasts.ts";
import { openableMenu } from "./menu.ts";

const menu = openableMenu();
let appPath = config.appRoot + location.pathname.slice(config.appBase.length) + location.search;

async function go(path: string): Promise<void> {
  menu.close();
  if (!(await mayLeave())) return;
  tellApp({ kind: "navigate", path });
}

/** The frame's own history is the tab's history; the admin's address only follows it. */
function follow(path: string, title: string): void {
  appPath = path;
  history.replaceState(null, "", adminPath(path));
  document.title = `${title || config.appName} · ${config.shopName} · Shopify`;
  drawAppNav(null, appPath, (next) => void go(next));
}

function loading(on: boolean): void {
  const bar = document.getElementById("loading");
  if (bar) bar.hidden = !on;
}

onApp((message, reply) => {
  switch (message.kind) {
    case "hello":
      dropSaveBars();
      drawTitleBar(null);
      loading(false);
      document.body.classList.remove("modal-open");
      follow(message.path, message.title);
      break;
    case "navigated": follow(message.path, message.title); break;
    case "nav": drawAppNav(message.links, appPath, (next) => void go(next)); break;
    case "titleBar": drawTitleBar(message.bar); break;
    case "saveBar": showSaveBar(message); break;
    case "toast": showToast(message, reply); break;
    case "hideToast": hideToast(message.id); break;
    case "loading": loading(message.on); break;
    case "modal": document.body.classList.toggle("modal-open", message.open); break;
    case "open": void open(message.url, message.newTab); break;
    case "ask":
      answerQuestion(message.question).then(
        (value) => {
          if (value !== undefined) reply({ kind: "answer", call: message.call, value });
        },
        (error: unknown) => reply({ kind: "failed", call: message.call, message: error instanceof Error ? error.message : String(error) }),
      );
      break;
    default: message satisfies never;
  }
});

async function open(url: string, newTab: boolean): Promise<void> {
  if (newTab) window.open(url, "_blank", "noopener");
  else if (await mayLeave()) location.assign(url);
}

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>(".side a, .brand") : null;
  if (!link || event.defaultPrevented || event.metaKey || event.ctrlKey || link.id === "app-entry" || !isDirty()) return;
  event.preventDefault();
  void open(link.href, false);
});

document.getElementById("app-entry")?.addEventListener("click", (event) => {
  if (!appFrame() || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  void go(config.appRoot);
});
