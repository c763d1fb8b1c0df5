/** The look of an e-mail. Mail clients know neither stylesheets nor flexbox, so every rule is written on its element. */
const SANS = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";
const SERIF = "Georgia, 'Times New Roman', Times, serif";

export const palette = { page: "#f3f1ec", card: "#ffffff", ink: "#24312b", text: "#45504a", quiet: "#67706b", line: "#e6e3db", accent: "#2f4a3c", onAccent: "#ffffff" } as const;

export const fonts = { sans: SANS, serif: SERIF } as const;

/** Styles of the elements a merchant writes; her own `style` is added behind and wins. */
export const elementStyles: Record<string, string> = {
  h1: `margin:0 0 16px;font-family:${SERIF};font-size:28px;line-height:36px;font-weight:normal;letter-spacing:-0.2px;color:${palette.ink}`,
  h2: `margin:24px 0 12px;font-family:${SERIF};font-size:21px;line-height:28px;font-weight:normal;color:${palette.ink}`,
  h3: `margin:20px 0 8px;font-family:${SANS};font-size:16px;line-height:24px;font-weight:600;color:${palette.ink}`,
  p: `margin:0 0 16px;font-family:${SANS};font-size:16px;line-height:26px;color:${palette.text}`,
  ul: `margin:0 0 16px;padding:0 0 0 22px;font-family:${SANS};font-size:16px;line-height:26px;color:${palette.text}`,
  ol: `margin:0 0 16px;padding:0 0 0 22px;font-family:${SANS};font-size:16px;line-height:26px;color:${palette.text}`,
  li: "margin:0 0 6px",
  a: `color:${palette.accent};text-decoration:underline`,
  img: "max-width:100%;height:auto;border:0",
  hr: `margin:24px 0;border:0;border-top:1px solid ${palette.line};height:0`,
  blockquote: `margin:0 0 16px;padding:0 0 0 16px;border-left:3px solid ${palette.line};font-family:${SERIF};font-size:17px;line-height:28px;font-style:italic;color:${palette.text}`,
  small: `font-size:13px;line-height:20px;color:${palette.quiet}`,
};

export const buttonStyle = `display:inline-block;padding:14px 30px;border-radius:6px;background-color:${palette.accent};font-family:${SANS};font-size:16px;line-height:22px;font-weight:600;color:${palette.onAccent};text-decoration:none`;
