import { dark, ink, light } from "./colour.ts";
import { ellipse } from "./lathe.ts";
import { leaf } from "./plants.ts";
import type { Drawing } from "./drawing.ts";
import type { Picture } from "./picture.ts";

export const textilesPictures: Record<string, Picture> = {
  "lambswool-throw": {
    backdrop: { wall: "#cfc2ad", table: "#8b6a4d", horizon: 420 },
    draw: (d) => {
      stack(d, [[ink.rust, 92], [ink.rust, 86], [ink.rust, 80]], 500, 380, "fuzz");
      for (let x = 204; x < 440; x += 70) d.add(`<path d="M${x} 244V500" stroke="${light(ink.rust, 0.4)}" stroke-width="7" opacity=".34"/><path d="M${x + 14} 244V500" stroke="${dark(ink.rust, 0.5)}" stroke-width="3" opacity=".3"/>`);
      for (let x = 128; x < 478; x += 10) {
        const length = 52 + d.random.int(0, 14);
        d.add(`<path d="M${x} 322q${d.random.int(-5, 5)} ${length / 2} ${d.random.int(-4, 4)} ${length}" stroke="${d.random.chance(0.5) ? light(ink.rust, 0.2) : dark(ink.rust, 0.16)}" stroke-width="5" stroke-linecap="round" fill="none"/>`);
      }
    },
  },
  "linen-cushion": {
    backdrop: { wall: "#a9b39b", table: "#c8b597", horizon: 460 },
    draw: (d) => {
      cushion(d, 356, 288, 150, ink.oat, 9, "linen");
      cushion(d, 262, 322, 166, ink.clay, -6, "linen");
    },
  },
  "washed-linen-duvet-set": {
    backdrop: { wall: "#b7c0b0", table: "#d9ccb8", horizon: 330 },
    draw: (d) => {
      const board = "M70 170Q300 120 530 170V380H70Z";
      d.add(`<path d="${board}" fill="${d.gradient([[0, light(ink.oak, 0.14)], [1, dark(ink.oak, 0.14)]], [0, 0, 1, 1])}"/>`);
      cushion(d, 196, 284, 104, ink.cream, -3, "linen", 0.62);
      cushion(d, 404, 284, 104, ink.cream, 3, "linen", 0.62);
      const cover = "M36 400Q60 324 168 326Q300 338 432 326Q540 324 564 400L600 600H0Z";
      d.add(`<path d="${cover}" fill="${d.gradient([[0, light(ink.sage, 0.3)], [0.4, ink.sage], [1, dark(ink.sage, 0.22)]], [0.2, 0, 0.7, 1])}"/>`);
      for (const [from, bend, to] of [[120, 90, 60], [210, 260, 190], [300, 260, 330], [380, 420, 400], [470, 450, 520]] as const) {
        d.add(`<path d="M${from} 350Q${bend} 470 ${to} 600" fill="none" stroke="#2c3a2c" stroke-width="16" opacity=".17" filter="url(#soft)"/><path d="M${from + 16} 350Q${bend + 18} 470 ${to + 18} 600" fill="none" stroke="#fff" stroke-width="12" opacity=".2" filter="url(#soft)"/>`);
      }
      const turn = "M44 396Q64 330 168 330Q300 342 432 330Q536 330 556 396Q520 432 428 424Q300 436 172 424Q80 432 44 396Z";
      d.add(`<path d="${turn}" transform="translate(0 8)" fill="#1f2a1f" opacity=".25" filter="url(#soft)"/><path d="${turn}" fill="${d.gradient([[0, light(ink.cream, 0.4)], [1, dark(ink.cream, 0.12)]], [0, 0, 0.3, 1])}"/>`, d.weave(cover, 0.4), d.weave(turn, 0.34));
    },
  },
  "quilted-bedspread": {
    backdrop: { wall: "#c99479", table: "#e4d8c3", horizon: 430 },
    draw: (d) => {
      stack(d, [[ink.chalk, 74], [ink.chalk, 74], [ink.chalk, 74]], 506, 350, "linen");
      for (let row = 0; row < 9; row += 1) {
        const y = 296 + row * 24;
        d.add(`<path d="M132 ${y}${Array.from({ length: 14 }, () => "q12.5 12 25 0").join("")}" fill="none" stroke="#7d6c55" stroke-width="2.2" stroke-dasharray="5 4" opacity=".5"/>`);
      }
      leaf(d, 392, 276, -70, 130, 13, ink.leaf);
      for (const [x, y, turn] of [[362, 268, -20], [342, 262, -118], [320, 254, -22], [300, 250, -116]] as const) leaf(d, x, y, turn, 46, 10, ink.sage);
    },
  },
  "striped-tea-towels": {
    backdrop: { wall: "#dfd2bd", table: "#b98f6a", horizon: 560 },
    draw: (d) => {
      d.add(`<rect x="80" y="112" width="440" height="15" rx="7" fill="${d.gradient([[0, light(ink.brass, 0.4)], [1, dark(ink.brass, 0.35)]], [0, 0, 0, 1])}"/><circle cx="80" cy="120" r="14" fill="${ink.brass}"/><circle cx="520" cy="120" r="14" fill="${dark(ink.brass, 0.2)}"/>`);
      towel(d, 128, 156, 360, ink.rust);
      towel(d, 318, 156, 400, ink.night);
    },
  },
  "jute-rug": {
    backdrop: { wall: "#c9b699", table: "#c9b699", horizon: 0 },
    draw: (d) => {
      for (let y = 60; y < 600; y += 96) d.add(`<path d="M0 ${y}H600" stroke="#6d4a30" stroke-width="3" opacity=".32"/>`);
      for (const [x, y] of [[150, 60], [430, 156], [90, 252], [510, 348], [220, 444], [400, 540]] as const) d.add(`<path d="M${x} ${y}v96" stroke="#6d4a30" stroke-width="3" opacity=".32"/>`);
      d.add(`<circle cx="312" cy="318" r="234" fill="#2a1c12" opacity=".36" filter="url(#far)"/>`);
      for (let ring = 15; ring > 0; ring -= 1) {
        const r = ring * 15.4;
        const colour = ring === 12 || ring === 13 || ring === 6 ? ink.clay : ink.jute;
        d.add(`<circle cx="300" cy="300" r="${r}" fill="${dark(colour, 0.34)}"/><circle cx="300" cy="300" r="${r - 1.6}" fill="${ring % 2 ? colour : light(colour, 0.1)}"/>`,
          `<circle cx="300" cy="300" r="${r - 7.5}" fill="none" stroke="${dark(colour, 0.4)}" stroke-width="11" stroke-dasharray="2.6 8" opacity=".42"/>`);
      }
      d.add(`<circle cx="300" cy="300" r="231" fill="${d.gradient([[0, "#fff4dc", 0.26], [0.5, "#fff4dc", 0], [1, "#2a1c12", 0.3]], [0, 0, 1, 1])}"/>`);
    },
  },
  "boucle-cushion": {
    backdrop: { wall: "#6f7f70", table: "#b18a63", horizon: 470 },
    draw: (d) => {
      cushion(d, 300, 318, 178, ink.cream, -4, "fuzz");
      const { random } = d;
      for (let index = 0; index < 900; index += 1) {
        const x = 146 + random.next() * 308;
        const y = 164 + random.next() * 308;
        const edge = Math.max(Math.abs(x - 300), Math.abs(y - 318)) / 162;
        if (edge > 0.97) continue;
        const lit = 1 - (x + y - 320) / 640;
        d.add(`<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${(4 + random.next() * 4.4).toFixed(1)}" fill="none" stroke="${random.chance(lit) ? "#fffaf0" : dark(ink.cream, 0.26)}" stroke-width="2.6" opacity=".4"/>`);
      }
    },
  },
};

/** Folded cloth, from the bottom up: colour and height of each. */
function stack(d: Drawing, folds: [string, number][], base: number, width: number, surface: "linen" | "fuzz"): void {
  const left = 300 - width / 2;
  d.add(`<rect x="${left}" y="${base - 30}" width="${width + 40}" height="50" rx="24" fill="#2a1c12" opacity=".42" filter="url(#far)"/>`);
  let y = base;
  for (const [colour, height] of folds) {
    y -= height;
    const path = `M${left + 12} ${y}H${left + width - 16}Q${left + width + 14} ${y + height / 2} ${left + width - 10} ${y + height}H${left + 8}Q${left - 8} ${y + height / 2} ${left + 12} ${y}Z`;
    d.add(`<path d="${path}" fill="${d.gradient([[0, light(colour, 0.3)], [0.3, light(colour, 0.06)], [0.8, dark(colour, 0.14)], [1, dark(colour, 0.4)]], [0, 0, 0.1, 1])}"/>`, d.weave(path, 0.5, surface),
      `<path d="M${left + 10} ${y + height * 0.5}H${left + width - 4}" stroke="${dark(colour, 0.5)}" stroke-width="3" opacity=".4" filter="url(#soft)"/>`);
  }
}

export function cushion(d: Drawing, cx: number, cy: number, half: number, colour: string, turn: number, surface: "linen" | "fuzz", flat = 1): void {
  const h = half * flat;
  const path = `M${cx - half} ${cy - h}Q${cx} ${cy - h * 0.84} ${cx + half} ${cy - h}Q${cx + half * 0.86} ${cy} ${cx + half} ${cy + h}Q${cx} ${cy + h * 0.88} ${cx - half} ${cy + h}Q${cx - half * 0.86} ${cy} ${cx - half} ${cy - h}Z`;
  d.add(ellipse(cx + half * 0.3, cy + h * 0.96, half * 1.1, "#2a1c12", half * 0.14).replace("/>", ' opacity=".45" filter="url(#far)"/>'), `<g transform="rotate(${turn} ${cx} ${cy})">`,
    `<path d="${path}" fill="${d.radial([[0, light(colour, 0.3)], [0.5, colour], [1, dark(colour, 0.34)]], [0.36, 0.34, 0.78])}"/>`, d.weave(path, surface === "linen" ? 0.5 : 0.3, surface),
    `<path d="${path}" fill="none" stroke="${dark(colour, 0.26)}" stroke-width="6"/><path d="${path}" fill="none" stroke="${light(colour, 0.3)}" stroke-width="2" transform="translate(-1 -1)"/>`,
    `<path d="M${cx - half * 0.86} ${cy - h * 0.84}Q${cx - half * 0.5} ${cy - h * 0.6} ${cx - half * 0.42} ${cy - h * 0.3}M${cx + half * 0.86} ${cy + h * 0.84}Q${cx + half * 0.54} ${cy + h * 0.62} ${cx + half * 0.46} ${cy + h * 0.3}" fill="none" stroke="${dark(colour, 0.55)}" stroke-width="9" opacity=".26" filter="url(#soft)"/></g>`);
}

function towel(d: Drawing, x: number, width: number, length: number, stripe: string): void {
  const path = `M${x} 116Q${x + width / 2} 104 ${x + width} 116L${x + width + 4} ${116 + length}Q${x + width / 2} ${124 + length} ${x - 4} ${116 + length}Z`;
  d.add(`<path d="${path}" transform="translate(20 12)" fill="#2a1c12" opacity=".26" filter="url(#far)"/>`, `<path d="${path}" fill="${d.gradient([[0, dark(ink.paper, 0.1)], [0.24, ink.paper], [0.5, dark(ink.paper, 0.07)], [0.72, ink.paper], [1, dark(ink.paper, 0.22)]])}"/>`);
  const bands = [0.08, 0.11, 0.2, 0.62, 0.74, 0.8, 0.83, 0.86, 0.92].map((share, index) => `<rect x="${x - 10}" y="${116 + length * share}" width="${width + 20}" height="${index % 3 === 2 ? 13 : 5}" fill="${stripe}" opacity=".84"/>`).join("");
  d.add(d.clipped(path, bands), d.weave(path, 0.45));
  for (const share of [0.3, 0.66]) d.add(`<path d="M${x + width * share} 122Q${x + width * (share - 0.06)} ${116 + length / 2} ${x + width * (share + 0.02)} ${112 + length}" stroke="#2a1c12" stroke-width="10" fill="none" opacity=".14" filter="url(#soft)"/>`);
}
