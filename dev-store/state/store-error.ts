/** Why the shop refused a change. `not_found` answers 404, `invalid` and `sold_out` answer 422 at the edges. */
export type StoreErrorCode = "not_found" | "invalid" | "sold_out";

export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string) {
    super(message);
    this.name = "StoreError";
    this.code = code;
  }
}
