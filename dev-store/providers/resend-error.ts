/** A refusal in Resend's own words: https://resend.com/docs/api-reference/errors */
export type ResendErrorName =
  | "invalid_idempotency_key" | "validation_error" | "missing_api_key" | "invalid_api_key" | "not_found" | "method_not_allowed"
  | "invalid_idempotent_request" | "concurrent_idempotent_requests" | "invalid_from_address" | "invalid_attachment" | "missing_required_field"
  | "rate_limit_exceeded" | "internal_server_error";

export class ResendError extends Error {
  readonly status: number;
  readonly code: ResendErrorName;

  constructor(status: number, code: ResendErrorName, message: string) {
    super(message);
    this.name = "ResendError";
    this.status = status;
    this.code = code;
  }

  body(): { statusCode: number; name: ResendErrorName; message: string } {
    return { statusCode: this.status, name: this.code, message: this.message };
  }
}
