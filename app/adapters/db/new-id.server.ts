import { v7 } from "uuid";

/** A UUIDv7: keys grow with time, which keeps inserts at the end of every index. */
export const newId = (): string => v7();
