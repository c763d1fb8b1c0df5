import { SeededRandom } from "../state/seeded-random.ts";
import { dark, light } from "./colour.ts";

export interface Backdrop {
  wall: string;
  table: string;
  /** Where the table meets the wall, of 600. */
  horizon?: number;
}

/** One picture in the making: 600 × 600, light from the upper left. Later marks lie over earlier ones. */
export class Drawing {
  readonly random: SeededRandom;
  #defs: string[] = [];
  #marks: string[] = [];
  #backdrop: Backdrop;

  constructor(seed: number, backdrop: Backdrop) {
    this.random = new SeededRandom(seed);
    this.#backdrop = backdrop;
  }

  add(...marks: string[]): void {
    this.#marks.push(...marks);
  }

  /** A gradient along the unit square; answers what goes into `fill`. Stops are [share, colour, opacity?]. */
  gradient(stops: [number, string, number?][], [x1, y1, x2, y2]: [number, number, number, number] = [0, 0, 1, 0]): string {
    const id = `g${this.#defs.length}`;
    const inner = stops.map(([at, colour, opacity = 1]) => `<stop offset="${at}" stop-color="${colour}" stop-opacity="${opacity}"/>`).join("");
    this.#defs.push(`<linearGradient id="${id}" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}">${inner}</linearGradient>`);
    return `url(#${id})`;
  }

  radial(stops: [number, string, number?][], [cx, cy, r]: [number, number, number] = [0.5, 0.5, 0.5]): string {
    const id = `g${this.#defs.length}`;
    const inner = stops.map(([at, colour, opacity = 1]) => `<stop offset="${at}" stop-color="${colour}" stop-opacity="${opacity}"/>`).join("");
    this.#defs.push(`<radialGradient id="${id}" cx="${cx}" cy="${cy}" r="${r}">${inner}</radialGradient>`);
    return `url(#${id})`;
  }

  /** Lit like something round and upright. */
  round(colour: string, gloss = 0.22): string {
    return this.gradient([[0, dark(colour, 0.3)], [0.12, dark(colour, 0.08)], [0.34, light(colour, gloss)], [0.6, colour], [0.86, dark(colour, 0.28)], [1, dark(colour, 0.42)]]);
  }

  /** What lies inside the path shows, the rest does not. */
  clipped(path: string, marks: string): string {
    const id = `c${this.#defs.length}`;
    this.#defs.push(`<clipPath id="${id}"><path d="${path}"/></clipPath>`);
    return `<g clip-path="url(#${id})">${marks}</g>`;
  }

  /** Where something stands: a dark contact and a longer shade away from the light. */
  shadow(cx: number, cy: number, rx: number, strength = 1): void {
    this.add(
      `<ellipse cx="${cx + rx * 0.45}" cy="${cy + rx * 0.05}" rx="${rx * 1.5}" ry="${rx * 0.26}" fill="#2a1c12" opacity="${0.2 * strength}" filter="url(#far)"/>`,
      `<ellipse cx="${cx + rx * 0.08}" cy="${cy + 3}" rx="${rx * 1.04}" ry="${Math.max(7, rx * 0.2)}" fill="#1d130c" opacity="${0.42 * strength}" filter="url(#near)"/>`,
    );
  }

  /** The weave of cloth over a path. */
  weave(path: string, strength = 0.28, filter: "linen" | "fuzz" = "linen"): string {
    return this.clipped(path, `<rect width="600" height="600" filter="url(#${filter})" opacity="${strength}"/>`);
  }

  svg(): string {
    const { wall, table, horizon = 400 } = this.#backdrop;
    const paper = `<linearGradient id="wall" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="${light(wall, 0.34)}"/><stop offset=".6" stop-color="${wall}"/><stop offset="1" stop-color="${dark(wall, 0.14)}"/></linearGradient>
      <linearGradient id="table" x1="0" y1="0" x2=".5" y2="1"><stop offset="0" stop-color="${light(table, 0.2)}"/><stop offset="1" stop-color="${dark(table, 0.16)}"/></linearGradient>
      <linearGradient id="sun" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#fff8e8" stop-opacity=".5"/><stop offset="1" stop-color="#fff8e8" stop-opacity="0"/></linearGradient>
      <filter id="near" x="-50%" y="-150%" width="200%" height="400%"><feGaussianBlur stdDeviation="6"/></filter>
      <filter id="far" x="-50%" y="-200%" width="200%" height="500%"><feGaussianBlur stdDeviation="20"/></filter>
      <filter id="soft" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="5"/></filter>
      <filter id="glow" x="-100%" y="-100%" width="300%" height="300%"><feGaussianBlur stdDeviation="34"/></filter>
      <filter id="linen" x="0" y="0" width="100%" height="100%"><feTurbulence type="fractalNoise" baseFrequency=".045 .5" numOctaves="2" seed="4"/><feColorMatrix values="0 0 0 0 .2  0 0 0 0 .14  0 0 0 0 .08  0 0 0 1.15 -.44"/></filter>
      <filter id="fuzz" x="0" y="0" width="100%" height="100%"><feTurbulence type="fractalNoise" baseFrequency=".11" numOctaves="2" seed="9"/><feColorMatrix values="0 0 0 0 .25  0 0 0 0 .18  0 0 0 0 .1  0 0 0 2.2 -.95"/></filter>`;
    return `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="600" viewBox="0 0 600 600"><defs>${paper}${this.#defs.join("")}</defs>
      <rect width="600" height="600" fill="url(#wall)"/>
      <path d="M-40 40 L300 -60 L470 ${horizon} L60 ${horizon} Z" fill="url(#sun)" filter="url(#far)"/>
      <rect y="${horizon}" width="600" height="${600 - horizon}" fill="url(#table)"/>
      <rect y="${horizon - 2}" width="600" height="14" fill="#2a1c12" opacity=".07" filter="url(#near)"/>
      ${this.#marks.join("\n")}</svg>`;
  }
}
