/** Mixes two #rrggbb colours: 0 is all of the first, 1 all of the second. */
export function mix(from: string, to: string, share: number): string {
  const channel = (colour: string, at: number) => parseInt(colour.slice(at, at + 2), 16);
  return `#${[1, 3, 5].map((at) => Math.round(channel(from, at) + (channel(to, at) - channel(from, at)) * share).toString(16).padStart(2, "0")).join("")}`;
}

export const dark = (colour: string, share: number) => mix(colour, "#241a14", share);
export const light = (colour: string, share: number) => mix(colour, "#fffaf2", share);

/** The shop's palette. */
export const ink = {
  oat: "#e3d6c0", chalk: "#f1ebe0", cream: "#efe4d0", clay: "#b8694a", rust: "#a04a2c", juniper: "#41594b", sage: "#9dab90",
  forest: "#2f4438", night: "#2f3a4a", ochre: "#c9973f", oak: "#c39a66", beech: "#d9b98a", olive: "#a9793f", walnut: "#6d4a30",
  brass: "#c19a4b", copper: "#c07850", terracotta: "#c4714b", leaf: "#5c7a52", deepLeaf: "#3c5a41", jute: "#c6a673", cork: "#b98a5c",
  stone: "#d8cbb6", amber: "#9a5a24", wax: "#e3b35a", paper: "#f7efdf",
} as const;
