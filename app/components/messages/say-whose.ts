import type { TFunction } from "i18next";
import type { MessagePreview } from "~/editor/editor-server";

/** Whose data fill the preview. */
export function sayWhose({ customer, products, sampleCode }: Extract<MessagePreview, { ok: true }>, t: TFunction<"steps">): string {
  const name = customer?.name || customer?.email || t("sending.nobody");
  const shown = t(products === "sample" ? "sending.shownWithSample" : "sending.shownWithCart", { name });
  return sampleCode ? `${shown} · ${t("sending.sampleCode")}` : shown;
}
