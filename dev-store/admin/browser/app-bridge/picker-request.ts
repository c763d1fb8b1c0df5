import type { PickerRequest } from "../messages.ts";

interface PickerOptions {
  type: PickerRequest["type"];
  action?: "add" | "select";
  multiple?: boolean | number;
  query?: string;
  selectionIds?: { id: string; variants?: { id: string }[] }[];
  filter?: { variants?: boolean; draft?: boolean; archived?: boolean };
}

/** Throws on a type that the picker does not know. */
export function pickerRequest(options: PickerOptions): PickerRequest {
  if (!["product", "variant", "collection"].includes(options.type)) throw new Error(`The resource picker does not know the type "${options.type}".`);
  const { filter } = options;
  return {
    type: options.type,
    action: options.action ?? "add",
    multiple: options.multiple ?? false,
    query: options.query ?? "",
    selectionIds: options.selectionIds ?? [],
    filter: { variants: filter?.variants ?? true, draft: filter?.draft ?? true, archived: filter?.archived ?? true },
  };
}
