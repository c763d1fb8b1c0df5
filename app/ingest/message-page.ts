import { escapeHtml } from "~/domain/message/escape-html";

export interface MessagePage {
  title: string;
  text: string;
  /** A form with one button that posts to the page's own address. */
  button?: string;
  /** Small print below. */
  note?: string;
}

/** A page that customers reach from a message: one card, no script, nothing from elsewhere. */
export function messagePage({ title, text, button, note }: MessagePage): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<style>
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:24px;background:#f3f1ec;color:#45504a;font:16px/26px -apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,Helvetica,Arial,sans-serif}
main{width:100%;max-width:460px;padding:40px 40px 36px;background:#fff;border-radius:12px;text-align:center}
h1{margin:0 0 12px;font:normal 26px/34px Georgia,"Times New Roman",serif;color:#24312b;text-wrap:balance}
p{margin:0;overflow-wrap:anywhere;text-wrap:balance}
button{margin:28px 0 0;padding:14px 32px;border:0;border-radius:6px;background:#2f4a3c;color:#fff;font-family:inherit;font-size:16px;font-weight:600;line-height:22px;cursor:pointer}
button:hover{background:#24392e}
button:focus-visible{outline:3px solid #9db8a8;outline-offset:2px}
small{display:block;margin:24px 0 0;font-size:14px;line-height:22px;color:#67706b}
@media(max-width:480px){main{padding:32px 24px}}
</style>
</head>
<body><main><h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p>${button === undefined ? "" : `<form method="post"><button type="submit">${escapeHtml(button)}</button></form>`}${note === undefined ? "" : `<small>${escapeHtml(note)}</small>`}</main></body>
</html>
`;
}
