/**
 * Percentages that add up to 100 again after the one at `changed` was set to `percent`: the others share what is left in
 * the proportion they had, each at least 1. `percent` is brought within what leaves them that much.
 */
export function rebalance(percents: readonly number[], changed: number, percent: number): number[] {
  const others = percents.filter((_, at) => at !== changed);
  const kept = Math.min(Math.max(percent, 1), 100 - others.length);
  const shared = inProportion(others, 100 - kept);
  return percents.map((_, at) => (at === changed ? kept : shared[at < changed ? at : at - 1] ?? 1));
}

/** Whole numbers, at least 1 each, in the proportion of the weights (equal where they have none), adding up to the total, which is at least their count. */
export function inProportion(weights: readonly number[], total: number): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  // One for each beforehand; the rest by largest remainder, the earlier first.
  const rest = total - weights.length;
  const exact = weights.map((weight) => (sum > 0 ? Math.max((weight / sum) * total - 1, 0) : 1));
  const exactSum = exact.reduce((all, part) => all + part, 0);
  const wanted = exact.map((part) => (exactSum > 0 ? (part / exactSum) * rest : rest / weights.length));
  const floors = wanted.map((part) => Math.floor(part + 1e-9));
  const left = rest - floors.reduce((all, part) => all + part, 0);
  const largest = [...wanted.keys()].sort((a, b) => (wanted[b] ?? 0) - (floors[b] ?? 0) - ((wanted[a] ?? 0) - (floors[a] ?? 0)) || a - b).slice(0, left);
  return floors.map((part, at) => part + 1 + (largest.includes(at) ? 1 : 0));
}
