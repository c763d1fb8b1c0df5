/** Texts that a list is searched for. */
export const MOST_SOUGHT = 20;

/** With what a question about a property compares: nothing, a value of its type, several texts, two days or times, or a number of days. */
export type ComparedBy = "nothing" | "value" | "texts" | "two" | "days";

const BY: Readonly<Record<string, ComparedBy>> = {
  "was-sent": "nothing", "was-not-sent": "nothing", "is-empty": "nothing", "has-items": "nothing", "any-of": "texts", "all-of": "texts", "none-of": "texts", between: "two", "in-last": "days",
};

/** By the operator, in a filter of an entry point (R13) as in one of a segment. */
export const comparedBy = (operator: string): ComparedBy => BY[operator] ?? "value";
