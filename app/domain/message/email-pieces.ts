import { escapeHtml } from "./escape-html";
import { WRITTEN } from "./written-links";
import { buttonStyle, fonts, palette } from "./email-style";
import type { MessageProduct } from "./message-data";

/** One row for each product: picture, title, variant and quantity, price, and before it the price that was seen where it was more (R18). `lowestLabel` stands before the lowest price of 30 days, where one is known and wanted. Empty for no products. */
export function productRows(products: readonly MessageProduct[], lowestLabel: string | null = null): string {
  if (products.length === 0) return "";
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 24px;border-top:1px solid ${palette.line};border-collapse:collapse">${products.map((product) => productRow(product, lowestLabel)).join("")}</table>`;
}

function productRow(product: MessageProduct, lowestLabel: string | null): string {
  const { title, variant, quantity, line_price, old_price, lowest_price, image, url } = product;
  const cell = `padding:16px 0;border-bottom:1px solid ${palette.line};vertical-align:middle`;
  const quiet = [variant, quantity > 1 ? `× ${quantity}` : ""].filter((word) => word !== "").map(escapeHtml).join(" &nbsp;·&nbsp; ");
  const picture = image === null ? "" : `<td width="96" style="${cell};width:96px;padding-right:18px"><a href="${escapeHtml(url)}" style="text-decoration:none"><img src="${escapeHtml(image)}" width="96" height="96" alt="${escapeHtml(title)}" style="display:block;width:96px;height:96px;border:0;border-radius:6px;object-fit:cover;background-color:${palette.page};font-family:${fonts.sans};font-size:11px;color:${palette.quiet}"></a></td>`;
  const words = `<a href="${escapeHtml(url)}" style="font-family:${fonts.serif};font-size:18px;line-height:25px;color:${palette.ink};text-decoration:none">${escapeHtml(title)}</a>${quiet === "" ? "" : `<div style="margin-top:3px;font-family:${fonts.sans};font-size:14px;line-height:20px;color:${palette.quiet}">${quiet}</div>`}${lowestLabel === null || lowest_price === null ? "" : `<div style="margin-top:3px;font-family:${fonts.sans};font-size:13px;line-height:18px;color:${palette.quiet}">${escapeHtml(lowestLabel)} ${escapeHtml(String(lowest_price))}</div>`}`;
  const before = old_price === null ? "" : `<div style="font-size:14px;line-height:20px;font-weight:400;color:${palette.quiet}"><s>${escapeHtml(String(old_price))}</s></div>`;
  return `<tr>${picture}<td style="${cell}">${words}</td><td align="right" style="${cell};padding-left:12px;white-space:nowrap;font-family:${fonts.sans};font-size:16px;line-height:24px;font-weight:600;color:${palette.ink}">${before}${escapeHtml(String(line_price))}</td></tr>`;
}

/** A button that is a cell with a colour, so that it keeps its shape where padding on links is ignored. `written` marks how its address is written. */
export function button(url: string, label: string, written: string | null = null): string {
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 24px"><tr><td style="border-radius:6px;background-color:${palette.accent}"><a href="${escapeHtml(url)}"${written === null ? "" : ` ${WRITTEN}="${escapeHtml(written)}"`} style="${buttonStyle}">${escapeHtml(label)}</a></td></tr></table>`;
}
