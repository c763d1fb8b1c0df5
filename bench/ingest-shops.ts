/** The shops whose shoppers the ingest bench plays, and the secret with which their requests are signed. */
export const BENCH_SHOPS = ["amber", "birch", "cedar", "dune"].map((name) => `${name}.myshopify.com`);
export const BENCH_SECRET = "the-secret-of-the-ingest-bench";
