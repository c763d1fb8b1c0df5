import { html } from "./html.ts";
import type { EmbedBlock } from "./embed-blocks.ts";
import type { Html } from "./html.ts";

/** The part of the theme editor that apps link to: the switches of their app embeds. `asked` is the deep link's block. */
export function themeEditorPage(blocks: EmbedBlock[], isOn: (handle: string) => boolean, appName: string, asked: string | null): Html {
  return html`<div class="page"><h1>App embeds</h1>
  <p class="lead">Switches of the theme "Horizon", as in the theme editor. A change is live on the storefront at once.</p>
  ${blocks.length === 0 ? html`<div class="card"><p>The installed app brings no app embed.</p></div>` : ""}
  ${blocks.map((block) => {
    const on = isOn(block.handle);
    return html`<form method="post" action="/_shopify/admin/embeds" class="card embed ${block.handle === asked ? "asked" : ""}">
      <div><strong>${block.name}</strong><span>${appName} · ${block.target === "section" ? "a block in the theme" : block.target === "head" ? "in the head of every page" : "at the end of the body of every page"}</span></div>
      <input type="hidden" name="handle" value="${block.handle}"><input type="hidden" name="enabled" value="${on ? "false" : "true"}">
      <button type="submit" class="switch" role="switch" aria-checked="${on ? "true" : "false"}" aria-label="${block.name}"><span></span></button>
    </form>`;
  })}
  <p><a href="/">Look at the storefront</a></p></div>`;
}
