type LinkRole = "unsubscribe" | "trap" | "content";

/** Link n of a message leads to `links[n]`. */
export interface MessageLink {
  url: string;
  role: LinkRole;
  /** As it is written in the text, where that is not the address itself. */
  written?: string;
}

/** Places of the two links that every message has. */
export const UNSUBSCRIBE_LINK = 0;
export const TRAP_LINK = 1;
