/** What a text from outside says as JSON; null where it is none or longer than `longest` characters, which no schema of ours takes. */
export function readJson(text: string, longest = Infinity): unknown {
  if (text.length > longest) return null;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
