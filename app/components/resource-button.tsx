import { Button } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { ChosenResource, ResourceKind } from "~/domain/scenario/chosen-resource";
import type { EditorOptions } from "~/editor/editor-options";
import { sayResource } from "./say-resource";
import { usePickResources } from "./use-pick-resources";

interface Props {
  kind: ResourceKind;
  /** Null until one is chosen. */
  chosen: ChosenResource | null;
  options: EditorOptions;
  onChange(chosen: ChosenResource): void;
}

/** One product or collection, chosen in Shopify's own picker; the button says which. */
export function ResourceButton({ kind, chosen, options, onChange }: Props) {
  const { t } = useTranslation(["steps", "entryPoints", "editor", "traits"]);
  const pick = usePickResources(kind);
  const choose = async (): Promise<void> => {
    const [picked] = await pick(chosen ? [chosen] : [], 1) ?? [];
    if (picked) onChange(picked);
  };
  return <Button onClick={() => void choose()} textAlign="left" fullWidth>{chosen ? sayResource(kind, chosen, { t, options }) : t(`entryPoints:resources.${kind}.chooseOne`)}</Button>;
}
