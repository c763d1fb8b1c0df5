/**
 * Real time, epoch milliseconds UTC. Two things in the storefront must not follow the store's moved clock: the signature of the
 * app proxy, which the app checks against real time (90 s), and the offset that pages shift their Date by.
 */
export const realNow = (): number => Date.now();
