import { make } from "./make.ts";
import type { PickerRequest } from "../messages.ts";

/** As `/_shopify/admin/resources` gives it; the rest of it passes to the app as it is. */
interface Resource {
  id: string;
  title: string;
  status?: string;
  productsCount?: number;
  images?: { originalSrc: string }[];
  variants?: { id: string; title: string; price: string; inventoryQuantity: number }[];
}

/** The admin's picker of products, variants or collections. Resolves with what the app asked for, or null when cancelled. */
export async function resourcePicker(request: PickerRequest): Promise<unknown> {
  const noun = request.type === "collection" ? "collections" : request.type === "variant" ? "variants" : "products";
  const chosen = new Map<string, Set<string>>(request.selectionIds.map((one) => [one.id, new Set(one.variants?.map((variant) => variant.id))]));
  const known = new Map<string, Resource>();
  const verb = request.action === "select" ? "Select" : "Add";
  const most = request.multiple === true ? Infinity : request.multiple === false ? 1 : request.multiple;
  const list = make("div", { className: "picker-list", aria: { role: "list" } });
  const count = make("span", { className: "picker-count" });
  const done = make("button", { type: "button", className: "primary" }, verb);
  const search = make("input", { type: "search", value: request.query, placeholder: `Search ${noun}`, aria: { label: `Search ${noun}` } });
  const dialog = make("dialog", { className: "picker", aria: { label: `${verb} ${noun}` } });

  const sum = () => {
    count.textContent = `${chosen.size} selected`;
    done.disabled = chosen.size === 0;
  };
  const draw = (items: Resource[]) => {
    list.replaceChildren(...(items.length === 0 ? [make("p", { className: "picker-none" }, `No ${noun} found.`)] : items.flatMap((item) => rows(item))));
    sum();
  };
  const rows = (item: Resource): HTMLElement[] => {
    const variants = request.type === "collection" || (request.type === "product" && !request.filter.variants) || (item.variants ?? []).length < 2 ? [] : (item.variants ?? []);
    const picked = chosen.get(item.id);
    const all = (item.variants ?? []).map((variant) => variant.id);
    const parent = row(item.title, subtitle(item), item.images?.[0]?.originalSrc ?? null, picked !== undefined, false, (on) => choose(item, on ? new Set(all) : null));
    const children = variants.map((variant) =>
      row(variant.title, `${variant.inventoryQuantity} available · ${variant.price}`, null, picked?.has(variant.id) ?? false, true, (on) => {
        const next = new Set(picked);
        if (on) next.add(variant.id);
        else next.delete(variant.id);
        choose(item, next.size === 0 ? null : next);
      }),
    );
    const box = parent.querySelector("input");
    if (box) box.indeterminate = picked !== undefined && picked.size > 0 && picked.size < all.length;
    return [parent, ...children];
  };
  const choose = (item: Resource, variants: Set<string> | null) => {
    if (variants === null) chosen.delete(item.id);
    else {
      if (!chosen.has(item.id) && chosen.size >= most) chosen.delete([...chosen.keys()][0] ?? "");
      chosen.set(item.id, variants);
    }
    draw(current);
  };

  let current: Resource[] = [];
  const load = async () => {
    const query = new URLSearchParams({ type: request.type, query: search.value, draft: String(request.filter.draft), archived: String(request.filter.archived) });
    const answer = await fetch(`/_shopify/admin/resources?${query.toString()}`);
    const found: Resource[] = await answer.json();
    current = found;
    for (const item of current) known.set(item.id, item);
    draw(current);
  };
  search.addEventListener("input", () => void load());
  done.addEventListener("click", () => dialog.close("done"));
  dialog.append(
    make("header", {}, make("h2", {}, `${verb} ${noun}`), make("button", { type: "button", className: "dialog-close", onclick: () => dialog.close(), aria: { label: "Close" } }, "✕")),
    make("div", { className: "picker-search" }, search),
    list,
    make("footer", {}, count, make("span", { className: "dialog-buttons" }, make("button", { type: "button", onclick: () => dialog.close() }, "Cancel"), done)),
  );
  document.body.append(dialog);
  await load();
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "done" ? selection(request, chosen, known) : null);
    });
  });
}

function selection(request: PickerRequest, chosen: Map<string, Set<string>>, known: Map<string, Resource>): unknown {
  const items = [...chosen].flatMap(([id, variants]) => {
    const item = known.get(id);
    return item ? [{ ...item, ...(item.variants ? { variants: item.variants.filter((variant) => variants.size === 0 || variants.has(variant.id)) } : {}) }] : [];
  });
  return request.type === "variant" ? items.flatMap((item) => item.variants ?? []) : items;
}

function subtitle(item: Resource): string {
  if (item.productsCount !== undefined) return `${item.productsCount} products`;
  const draft = item.status === "ACTIVE" || item.status === undefined ? "" : ` · ${item.status.toLowerCase()}`;
  return (item.variants ?? []).length === 1 ? `${item.variants?.[0]?.price ?? ""}${draft}` : `${item.variants?.length ?? 0} variants${draft}`;
}

function row(title: string, detail: string, picture: string | null, checked: boolean, isChild: boolean, change: (on: boolean) => void): HTMLElement {
  const box = make("input", { type: "checkbox", checked, onchange: () => change(box.checked) });
  const image = picture ? [make("img", { src: picture, alt: "", width: 40, height: 40 })] : [];
  const label = make("label", { className: isChild ? "picker-row child" : "picker-row" }, box, ...image, make("span", { className: "picker-title" }, title), make("span", { className: "picker-detail" }, detail));
  label.setAttribute("role", "listitem");
  return label;
}
