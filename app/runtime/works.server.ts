import type { AppContext } from "~/context.server";
import type { Work } from "./work";

/** Every kind of work of this app, in the order in which a drain passes through them. */
export function createWorks(_context: AppContext): Work[] {
  return [];
}
