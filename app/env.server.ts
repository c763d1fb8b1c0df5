import { z } from "zod";
import type { SetUp } from "~/app-context";

const environment = z.object({
  NODE_ENV: z.enum(["development", "test", "production"]).default("production"),
  HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  DATABASE_URL: z.string().regex(/^(file:.|postgres(ql)?:\/\/.)/, "is file:PATH, the place of the SQLite database, or postgres://USER:PASSWORD@HOST/DATABASE"),
  /** Set, web and worker processes share the work, and wake each other through this Redis; unset, the web process does all. */
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: "is redis://HOST:PORT or rediss://HOST:PORT, the Redis through which web and worker processes wake each other" }).optional(),
  /** Before every key in Redis, so that installations may share one. */
  REDIS_PREFIX: z.string().regex(/^[\w{}-]+$/, "has letters, digits, - and _").default("scenarios"),
  /** Where a worker answers /healthz and /readyz; 0 takes any free port, so that many run on one machine. */
  WORKER_PORT: z.coerce.number().int().min(0).max(65535).default(0),
  /** Opens /admin/queues; without it there is no such page. */
  OPERATOR_TOKEN: z.string().min(32, "has 32 characters or more (openssl rand -hex 32)").optional(),
  SHOPIFY_API_KEY: z.string().min(1),
  SHOPIFY_API_SECRET: z.string().min(1),
  /** Origin under which browsers, Shopify and mail readers reach this app. */
  SHOPIFY_APP_URL: z.url(),
  SCOPES: z.string().min(1),
  RESEND_API_KEY: z.string().min(1),
  RESEND_WEBHOOK_SECRET: z.string().min(1),
  /** What Resend permits the whole installation; 5 unless one asks them for more. */
  RESEND_CALLS_PER_SECOND: z.coerce.number({ error: "is a number" }).int("is a whole number").min(1, "is 1 or more").max(1_000, "is 1000 or less").default(5),
  /** Text messages by Twilio; left out, the app offers none. */
  TWILIO_ACCOUNT_SID: z.string().regex(/^AC[0-9a-f]{32}$/i, "is the account's SID, AC and 32 digits").optional(),
  TWILIO_AUTH_TOKEN: z.string().min(1).optional(),
  /** A number (+48…), a messaging service (MG…) or a name; the sender of shops that name none of their own. */
  TWILIO_SENDER: z.string().min(2).optional(),
  /** In place of https://api.twilio.com. */
  TWILIO_BASE_URL: z.url().optional(),
  /** Web push; left out, the app offers none. The subject is https: or mailto:. */
  VAPID_PUBLIC_KEY: z.string().min(80).optional(),
  VAPID_PRIVATE_KEY: z.string().min(40).optional(),
  VAPID_SUBJECT: z.string().regex(/^(https:|mailto:)/).optional(),
  /** Development only: one more origin whose endpoints are taken for a push service's. */
  PUSH_SERVICE_ORIGIN: z.url().transform((url) => new URL(url).origin).optional(),
  /** Signs links in messages; at least 32 characters. */
  SECRET_KEY: z.string().min(32),
  /** Development only: HOST=PORT leads webhooks to that name, in plain HTTP, to a port of this machine. Unset, none goes to a private address. */
  WEBHOOK_LOOPBACK: z.string().regex(/^[a-z0-9.-]+=\d{1,5}$/, "is HOST=PORT").transform((text) => {
    const [host = "", port] = text.split("=");
    return { host, port: Number(port) };
  }).optional(),
  /** host:port of a clock server that moves this process's domain time; unset means the system's clock. */
  CLOCK_CONTROL: z.string().regex(/^[^:]+:\d+$/).optional(),
});

export type Environment = z.infer<typeof environment>;

/** Either all of them are set, or none. */
const TOGETHER = [["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"], ["VAPID_PUBLIC_KEY", "VAPID_PRIVATE_KEY", "VAPID_SUBJECT"]] as const satisfies readonly (readonly (keyof Environment)[])[];

/** Reads and checks the environment. Throws one sentence that names every variable that is wrong. */
export function readEnvironment(source: Record<string, string | undefined> = process.env): Environment {
  return read(environment.superRefine((env, issues) => {
    for (const names of TOGETHER) {
      const missing = names.filter((name) => env[name] === undefined);
      if (missing.length > 0 && missing.length < names.length) for (const name of missing) issues.addIssue({ code: "custom", path: [name], message: `is missing beside ${names.filter((other) => env[other] !== undefined).join(", ")}` });
    }
  }), source);
}

/** The part of it that the command line needs. Throws as `readEnvironment`. */
export function readCommandEnvironment(source: Record<string, string | undefined> = process.env): Pick<Environment, "DATABASE_URL" | "CLOCK_CONTROL" | ChannelVariable> {
  return read(environment.pick({ DATABASE_URL: true, CLOCK_CONTROL: true, TWILIO_ACCOUNT_SID: true, TWILIO_SENDER: true, VAPID_PUBLIC_KEY: true }), source);
}

type ChannelVariable = "TWILIO_ACCOUNT_SID" | "TWILIO_SENDER" | "VAPID_PUBLIC_KEY";

/** Which of the channels that need a provider this installation has. */
export function setUpOf(env: Pick<Environment, ChannelVariable>): SetUp {
  return {
    sms: env.TWILIO_ACCOUNT_SID === undefined ? null : { sender: env.TWILIO_SENDER ?? null },
    push: env.VAPID_PUBLIC_KEY === undefined ? null : { publicKey: env.VAPID_PUBLIC_KEY },
  };
}

function read<Schema extends z.ZodType>(schema: Schema, source: Record<string, string | undefined>): z.infer<Schema> {
  // A line without a value in .env sets nothing.
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(source).filter(([, value]) => value !== "")));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`The environment is not complete. ${faults.join("; ")}. See .env.example.`);
}
