import { useAppBridge } from "@shopify/app-bridge-react";
import type { ChosenResource, ResourceKind } from "~/domain/scenario/chosen-resource";

const OF = { products: { type: "product", prefix: "gid://shopify/Product/" }, collections: { type: "collection", prefix: "gid://shopify/Collection/" } } as const satisfies Record<ResourceKind, { type: string; prefix: string }>;
const LONGEST_TITLE = 255;

/** Opens Shopify's own picker with what is chosen so far; answers null where it was closed without choosing. */
export function usePickResources(kind: ResourceKind): (chosen: readonly ChosenResource[], most: number) => Promise<ChosenResource[] | null> {
  const shopify = useAppBridge();
  const { type, prefix } = OF[kind];
  return async (chosen, most) => {
    const picked = await shopify.resourcePicker({
      type, action: "select", multiple: most === 1 ? false : most, selectionIds: chosen.map(({ id }) => ({ id: `${prefix}${id}` })), ...(type === "product" ? { filter: { variants: false } } : {}),
    });
    if (!picked) return null;
    const selection: readonly { id: string }[] = picked.selection;
    const titles = new Map(chosen.map(({ id, title }) => [id, title]));
    return selection.filter(({ id }) => id.startsWith(prefix)).slice(0, most).map((resource) => {
      const id = resource.id.slice(prefix.length);
      const title = "title" in resource && typeof resource.title === "string" ? resource.title : titles.get(id);
      return { id, title: (title ?? id).slice(0, LONGEST_TITLE) };
    });
  };
}
