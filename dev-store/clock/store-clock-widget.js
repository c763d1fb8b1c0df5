/**
 * <store-clock>: the store's time with buttons that move it, for every page of the dev store.
 * Reads and moves it through /_dev/clock; between two readings it ticks on by itself.
 */
const STEPS = [
  { label: "+30 min", advance: "PT30M" },
  { label: "+1 h", advance: "PT1H" },
  { label: "+1 day", advance: "P1D" },
];
const READ_EVERY_MS = 5_000;

const template = document.createElement("template");
template.innerHTML = `
  <style>
    :host { display: inline-flex; align-items: center; gap: 10px; font: 500 13px/1.2 system-ui, -apple-system, "Segoe UI", sans-serif; color: #2f2a24; }
    .time { display: grid; gap: 1px; font-variant-numeric: tabular-nums; white-space: nowrap; }
    .time b { font-weight: 650; font-size: 15px; }
    .time span { color: #6b6358; font-size: 12px; }
    .steps { display: inline-flex; border: 1px solid #d8d0c3; border-radius: 9px; overflow: hidden; background: #fff; }
    button { appearance: none; border: 0; background: none; font: inherit; color: inherit; padding: 8px 11px; min-height: 34px; cursor: pointer; white-space: nowrap; }
    button + button { border-left: 1px solid #e6dfd4; }
    button:hover:not(:disabled) { background: #f5f1ea; }
    button:focus-visible { outline: 2px solid #2f6f5e; outline-offset: -2px; }
    button:disabled { color: #a39b8f; cursor: progress; }
    .note { position: fixed; right: 16px; bottom: 16px; max-width: min(420px, calc(100vw - 32px)); padding: 12px 16px; border-radius: 10px; background: #3a2a1c; color: #fff; line-height: 1.45; box-shadow: 0 8px 30px #0003; z-index: 10; }
    .note[hidden] { display: none; }
    @media (max-width: 640px) { :host { width: 100%; justify-content: space-between; } button { padding: 8px 9px; } }
  </style>
  <div class="time" title="The one clock of store and app"><b>–</b><span>store time</span></div>
  <div class="steps" role="group" aria-label="Move the store's clock forward"></div>
  <div class="note" role="status" hidden></div>`;

class StoreClockElement extends HTMLElement {
  #ahead = 0;
  #frozenAt = null;
  #zone = "UTC";
  #moving = false;
  #timers = [];

  connectedCallback() {
    const root = this.attachShadow({ mode: "open" });
    root.append(template.content.cloneNode(true));
    for (const step of STEPS) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = step.label;
      button.addEventListener("click", () => this.#move(step.advance));
      root.querySelector(".steps").append(button);
    }
    this.#read();
    this.#timers = [setInterval(() => this.#show(), 500), setInterval(() => this.#read(), READ_EVERY_MS)];
  }

  disconnectedCallback() {
    for (const timer of this.#timers) clearInterval(timer);
  }

  async #read() {
    try {
      this.#take(await (await fetch("/_dev/clock")).json());
    } catch {
      this.#say("The dev store does not answer. Is it still running?");
    }
  }

  #take(reading) {
    const now = Date.parse(reading.now);
    this.#ahead = now - Date.now();
    this.#frozenAt = reading.frozen ? now : null;
    this.#zone = reading.timeZone ?? "UTC";
    this.#show();
  }

  #show() {
    const at = new Date(this.#frozenAt ?? Date.now() + this.#ahead);
    const part = (options) => new Intl.DateTimeFormat("en-GB", { timeZone: this.#zone, ...options }).format(at);
    this.shadowRoot.querySelector("b").textContent = part({ hour: "2-digit", minute: "2-digit", second: "2-digit" });
    this.shadowRoot.querySelector(".time span").textContent = this.#moving ? "moving…" : part({ weekday: "short", day: "numeric", month: "short", year: "numeric" });
  }

  async #move(advance) {
    this.#moving = true;
    this.#say("");
    this.#buttons((button) => { button.disabled = true; });
    try {
      const answer = await fetch("/_dev/clock", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ advance }) });
      const body = await answer.json();
      if (body.held) this.#say(`Stopped on the way: ${body.held} call(s) to a provider are held by a fault.`);
      else if (body.error) this.#say(body.error.message);
      this.dispatchEvent(new CustomEvent("moved", { bubbles: true }));
    } catch {
      this.#say("The dev store does not answer. Is it still running?");
    } finally {
      this.#moving = false;
      this.#buttons((button) => { button.disabled = false; });
      await this.#read();
    }
  }

  #buttons(change) {
    for (const button of this.shadowRoot.querySelectorAll("button")) change(button);
  }

  #say(text) {
    const note = this.shadowRoot.querySelector(".note");
    note.textContent = text;
    note.hidden = text === "";
  }
}

customElements.define("store-clock", StoreClockElement);
