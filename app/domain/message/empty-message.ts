/** A message that these data leave without a subject or without a body. */
export class EmptyMessage extends Error {
  readonly part: "subject" | "body";

  constructor(part: "subject" | "body") {
    super(`the ${part} is empty`);
    this.name = "EmptyMessage";
    this.part = part;
  }
}
