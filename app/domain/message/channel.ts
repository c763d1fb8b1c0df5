/** By what a message goes out. */
export const CHANNELS = ["email", "sms", "push"] as const;

export type Channel = (typeof CHANNELS)[number];
