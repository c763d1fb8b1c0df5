/** A refusal of the control API; the edge words it as `{"error":{"code","message","path"?}}`. */
export class ControlError extends Error {
  readonly status: number;
  readonly code: string;
  /** Where in the body or the query the trouble lies, `lines.0.quantity`. */
  readonly path: string | undefined;

  constructor(status: number, code: string, message: string, path?: string) {
    super(message);
    this.name = "ControlError";
    this.status = status;
    this.code = code;
    this.path = path;
  }
}
