import type { EmbedBlock } from "./embed-blocks.ts";

/** The local shop has one theme. */
const THEME_ID = "gid://shopify/OnlineStoreTheme/1";

/** What `shopify.app.extensions()` tells: which of the app's theme blocks are on. */
export function extensionInfo(blocks: EmbedBlock[], isOn: (handle: string) => boolean) {
  const handles = [...new Set(blocks.map((block) => block.extension))];
  return handles.map((handle) => ({
    handle,
    type: "theme_app_extension",
    activations: blocks.filter((block) => block.extension === handle).map((block) => {
      const active = block.target !== "section" && isOn(block.handle);
      return { handle: block.handle, name: block.name, target: block.target, status: active ? "active" : "available", activations: active ? [{ target: block.target, themeId: THEME_ID }] : [] };
    }),
  }));
}
