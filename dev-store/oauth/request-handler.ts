import type { IncomingMessage, ServerResponse } from "node:http";

/** One part of the local store: answers the requests that are its own and says false to the others, untouched. */
export type RequestHandler = (req: IncomingMessage, res: ServerResponse) => Promise<boolean>;
