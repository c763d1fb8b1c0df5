import { DAY } from "~/domain/instant";
import { LONGEST_LOOK_BACK_DAYS } from "./audience";

/** R18b asks for no more days than this; one more for what is told late. */
export const SEEN_COUNTS = (LONGEST_LOOK_BACK_DAYS + 1) * DAY;
/** R18g: what a customer was told of a price keeps other runs from telling it again for so long after it was told. */
export const TOLD_COUNTS = 365 * DAY;
/** Before today's price began: Directive 98/6/EC, Article 6a(2). */
export const REFERENCE_COUNTS = 30 * DAY;
