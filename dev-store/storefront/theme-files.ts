import type { Store } from "../state/store.ts";

/** The extension's own id in the types of its blocks; Shopify's is a UUID of the extension. */
const EXTENSION = "0192f7a1-5c1e-7c3a-9b0e-6d5f4c3b2a10";

/** As Shopify begins the files that its theme editor writes. */
const HEAD = `/*
 * ------------------------------------------------------------
 * IMPORTANT: The contents of this file are auto-generated.
 *
 * This file may be updated by the Shopify admin theme editor
 * or related systems. Please exercise caution as any changes
 * made to this file may be overwritten.
 * ------------------------------------------------------------
 */
`;

/** The JSON files of the theme, as the theme editor would have written them: where each block of the app stands, whether it is on and how it is set. By name. */
export function themeFiles({ installation }: Pick<Store, "installation">, appHandle: string): Map<string, string> {
  const block = (handle: string) => {
    const { enabled, settings } = installation.embed(handle);
    return { type: `shopify://apps/${appHandle}/blocks/${handle}/${EXTENSION}`, disabled: !enabled, settings };
  };
  const file = (content: unknown) => HEAD + JSON.stringify(content, null, 2);
  const formIsThere = installation.embed("sign-up").enabled;
  return new Map([
    ["config/settings_data.json", file({ current: { blocks: { "4210987654321": block("tracker") } }, presets: { Horizon: {} } })],
    ["sections/footer-group.json", file({
      type: "footer", name: "Footer group",
      sections: { ...(formIsThere ? { apps: { type: "apps", blocks: { form: block("sign-up") }, block_order: ["form"], settings: {} } } : {}), footer: { type: "footer", settings: {} } },
      order: [...(formIsThere ? ["apps"] : []), "footer"],
    })],
    ["sections/header-group.json", file({ type: "header", name: "Header group", sections: { header: { type: "header", settings: {} } }, order: ["header"] })],
    ["templates/404.json", file({ sections: { main: { type: "main-404", settings: {} } }, order: ["main"] })],
    ["templates/index.json", file({ sections: { hero: { type: "hero", settings: {} } }, order: ["hero"] })],
    ["templates/product.json", file({ sections: { main: { type: "main-product", blocks: { favourite: block("favourites") }, block_order: ["favourite"], settings: {} } }, order: ["main"] })],
  ]);
}
