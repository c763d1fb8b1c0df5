import { escapeHtml } from "./escape-html";
import { fonts, palette } from "./email-style";

/** The frame's own words, in the reader's language. */
export interface FrameTexts {
  /** Why she gets this. */
  reason: string;
  unsubscribe: string;
}

export interface EmailFrame {
  /** BCP 47. */
  locale: string;
  subject: string;
  preheader: string;
  /** Finished HTML. */
  content: string;
  texts: FrameTexts;
  shop: { name: string; url: string };
  unsubscribe: string;
  /** Address of the pixel that tells of an open, or null. */
  open: string | null;
  /** Address that only machines follow, or null. */
  trap: string | null;
}

/** Keeps clients from showing the body's first words behind the preheader. */
const FILLER = "&#847;&zwnj;&nbsp;&#8199;&#65279;".repeat(60);
const HIDDEN = "display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px;color:transparent;mso-hide:all";

/** The whole e-mail: shop's name above, the content on a card 600 wide, the footer with the way out below. */
export function frameEmail({ locale, subject, preheader, content, texts, shop, unsubscribe, open, trap }: EmailFrame): string {
  const footer = `font-family:${fonts.sans};font-size:13px;line-height:21px;color:${palette.quiet}`;
  return `<!DOCTYPE html>
<html lang="${escapeHtml(locale)}" xmlns="http://www.w3.org/1999/xhtml">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light">
<meta name="supported-color-schemes" content="light">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no">
<title>${escapeHtml(subject)}</title>
<style>@media (max-width:620px){.card{padding:32px 24px 24px !important;border-radius:0 !important}.page{padding:0 0 24px !important}.brand{padding:28px 24px 24px !important}.foot{padding:24px 24px 0 !important}}</style>
</head>
<body style="margin:0;padding:0;background-color:${palette.page};-webkit-text-size-adjust:100%">
${preheader === "" ? "" : `<div style="${HIDDEN}">${escapeHtml(preheader)}${FILLER}</div>`}
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color:${palette.page}"><tr><td class="page" align="center" style="padding:12px 12px 40px">
<!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0"><tr><td><![endif]-->
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px">
<tr><td class="brand" align="center" style="padding:32px 24px 28px"><a href="${escapeHtml(shop.url)}" style="font-family:${fonts.serif};font-size:24px;line-height:32px;letter-spacing:0.2px;color:${palette.ink};text-decoration:none">${escapeHtml(shop.name)}</a></td></tr>
<tr><td class="card" style="padding:44px 48px 32px;background-color:${palette.card};border-radius:10px">${content}</td></tr>
<tr><td class="foot" align="center" style="padding:28px 32px 0;${footer}">${escapeHtml(texts.reason)}<br><a href="${escapeHtml(unsubscribe)}" style="color:${palette.quiet};text-decoration:underline">${escapeHtml(texts.unsubscribe)}</a></td></tr>
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table>
${trap === null ? "" : `<div style="${HIDDEN}" aria-hidden="true"><a href="${escapeHtml(trap)}" rel="nofollow" tabindex="-1" style="${HIDDEN}">&#8203;</a></div>`}
${open === null ? "" : `<img src="${escapeHtml(open)}" width="1" height="1" alt="" style="display:block;width:1px;height:1px;border:0">`}
</body>
</html>
`;
}
