import { dark, ink, light } from "./colour.ts";
import { ellipse, strip, turned } from "./lathe.ts";
import { leaf } from "./plants.ts";
import type { Drawing } from "./drawing.ts";
import type { Picture } from "./picture.ts";

export const kitchenPictures: Record<string, Picture> = {
  "stoneware-dinner-plate": {
    backdrop: { wall: "#c2a184", table: "#c2a184", horizon: 0 },
    draw: (d) => {
      d.add(`<circle cx="322" cy="328" r="206" fill="#2a1c12" opacity=".34" filter="url(#far)"/>`);
      const ring = (r: number, fill: string) => `<circle cx="300" cy="300" r="${r}" fill="${fill}"/>`;
      d.add(ring(208, d.gradient([[0, light(ink.oat, 0.6)], [1, dark(ink.oat, 0.26)]], [0, 0, 1, 1])), ring(200, d.gradient([[0, light(ink.oat, 0.2)], [1, light(ink.oat, 0.05)]], [0, 0, 1, 1])),
        ring(152, d.gradient([[0, dark(ink.oat, 0.22)], [1, light(ink.oat, 0.45)]], [0, 0, 1, 1])), ring(146, d.gradient([[0, ink.oat], [1, light(ink.oat, 0.28)]], [0, 0, 1, 1])));
      d.add(dots(d, 300, 300, 196, "#7a5a40", 120));
      leaf(d, 246, 372, 38, 150, 12, ink.leaf);
      for (const [x, y, turn] of [[270, 340, -30], [290, 314, 100], [310, 288, -22], [328, 266, 96]] as const) leaf(d, x, y, turn, 52, 11, ink.sage);
      strip(d, "M534 110V486", 15, ink.brass);
      d.add(`<path d="M526 288Q516 180 527 98Q542 96 543 112V288Z" fill="${d.gradient([[0, light(ink.brass, 0.4)], [1, dark(ink.brass, 0.2)]])}"/>`);
    },
  },
  "everyday-breakfast-bowl": {
    backdrop: { wall: "#dccbb3", table: "#9c7a5b" },
    draw: (d) => {
      d.shadow(295, 490, 112);
      turned(d, 295, [[306, 166], [340, 160], [396, 132], [444, 92], [466, 70], [484, 66]], { colour: "#c39a78", open: 0.94, inside: ink.sage, dip: { to: 410, colour: ink.sage }, speckle: "#56664d" });
      d.add(ellipse(295, 312, 142, "#eadfca", 22));
      for (const [x, y, colour] of [[240, 306, "#7a2438"], [262, 314, "#34406b"], [284, 304, "#34406b"], [306, 316, "#7a2438"], [336, 306, "#34406b"], [318, 300, "#a3304a"], [360, 312, "#7a2438"]] as const) d.add(`<circle cx="${x}" cy="${y}" r="12" fill="${d.radial([[0, light(colour, 0.4)], [0.5, colour], [1, dark(colour, 0.4)]], [0.35, 0.3, 0.8])}"/>`);
      strip(d, "M386 296L516 222", 11, ink.beech);
    },
  },
  "olive-wood-serving-board": {
    backdrop: { wall: "#d6d0c2", table: "#efe7d8", horizon: 452 },
    draw: (d) => {
      const board = "M262 52Q300 34 338 52Q352 66 344 104Q338 138 362 150Q430 166 432 232L424 452Q420 478 392 480H208Q180 478 176 452L168 232Q170 166 238 150Q262 138 256 104Q248 66 262 52Z";
      d.add(`<path d="${board}" transform="translate(26 20)" fill="#2a1c12" opacity=".26" filter="url(#far)"/>`, `<path d="${board}" transform="translate(7 5)" fill="${dark(ink.olive, 0.36)}"/>`,
        `<path d="${board}" fill="${d.gradient([[0, light(ink.olive, 0.3)], [0.5, light(ink.olive, 0.1)], [1, dark(ink.olive, 0.14)]], [0, 0, 1, 0.6])}"/>`);
      d.add(d.clipped(board, Array.from({ length: 26 }, (_, i) => {
        const x = 160 + i * 11.4;
        const bow = 34 * Math.sin(i * 0.55);
        return `<path d="M${x} 20C${x + bow} 180 ${x - bow * 1.4} 300 ${x + bow * 0.5} 500" fill="none" stroke="#5c3a1a" stroke-width="${1 + (i % 4)}" opacity="${0.12 + (i % 3) * 0.07}"/>`;
      }).join("") + `<ellipse cx="340" cy="320" rx="17" ry="32" fill="#5c3a1a" opacity=".4"/><ellipse cx="340" cy="320" rx="34" ry="62" fill="none" stroke="#5c3a1a" stroke-width="4" opacity=".22"/>`));
      d.add(ellipse(300, 84, 15, "#d6d0c2", 15), `<path d="M285 84a15 15 0 0 1 30 0" fill="none" stroke="#2a1c12" stroke-width="4" opacity=".4"/>`);
      d.shadow(482, 510, 44);
      turned(d, 482, [[466, 42], [482, 50], [500, 46], [512, 30]], { colour: ink.chalk, open: 0.88, inside: "#8f8a3a" });
      for (const [x, y] of [[466, 464], [490, 460], [504, 468]] as const) d.add(`<ellipse cx="${x}" cy="${y}" rx="12" ry="9" fill="${d.round("#6d7137")}"/>`);
    },
  },
  "linen-apron": {
    backdrop: { wall: "#d8c7ad", table: "#b98f6a", horizon: 560 },
    draw: (d) => {
      const apron = "M232 160Q300 184 368 160L380 248Q398 300 444 316L452 520Q376 540 300 536Q222 540 148 520L156 316Q202 300 220 248Z";
      d.add(`<path d="${apron}" transform="translate(26 16)" fill="#2a1c12" opacity=".26" filter="url(#far)"/>`);
      strip(d, "M236 162C250 96 286 66 300 64C314 66 350 96 364 162", 9, ink.juniper);
      turned(d, 300, [[50, 12], [58, 13], [70, 9]], { colour: ink.beech });
      d.add(`<path d="${apron}" fill="${d.gradient([[0, dark(ink.juniper, 0.15)], [0.2, light(ink.juniper, 0.12)], [0.45, ink.juniper], [0.62, light(ink.juniper, 0.1)], [1, dark(ink.juniper, 0.3)]])}"/>`, d.weave(apron, 0.5));
      for (const [x, bend, to] of [[206, 330, 188], [262, 350, 250], [352, 360, 366], [404, 340, 420]] as const) d.add(`<path d="M${x} ${bend}C${x - 8} 420 ${to + 8} 470 ${to} 530" fill="none" stroke="#15211a" stroke-width="11" opacity=".16" filter="url(#soft)"/>`);
      const pocket = "M206 372H394V478Q300 490 206 478Z";
      d.add(`<path d="${pocket}" fill="#15211a" opacity=".22" transform="translate(4 6)" filter="url(#soft)"/><path d="${pocket}" fill="${d.gradient([[0, light(ink.juniper, 0.14)], [1, dark(ink.juniper, 0.12)]])}"/>`, d.weave(pocket, 0.5), `<path d="M206 384H394M300 384V484" stroke="${light(ink.juniper, 0.35)}" stroke-width="2" stroke-dasharray="6 4" opacity=".7" fill="none"/>`);
      strip(d, "M250 372L232 300", 11, ink.beech);
      d.add(`<ellipse cx="228" cy="286" rx="15" ry="25" transform="rotate(-14 228 286)" fill="${d.round(ink.beech)}"/>`);
    },
  },
  "oak-salt-cellar": {
    backdrop: { wall: "#98a592", table: "#e0d3bd" },
    draw: (d) => {
      d.shadow(290, 492, 120);
      turned(d, 290, [[372, 124], [400, 128], [456, 126], [484, 112]], { colour: ink.oak, open: 0.88, inside: "#efece6", ribs: { count: 26, strength: 0.1 }, gloss: 0.14 });
      d.add(ellipse(290, 378, 104, "#f6f4ef", 18), dots(d, 290, 378, 60, "#c9c4ba", 40, 0.2));
      turned(d, 350, [[330, 124], [338, 127], [352, 124]], { colour: light(ink.oak, 0.08), gloss: 0.14, rim: light(ink.oak, 0.26) });
      for (const r of [100, 74, 46, 20]) d.add(`<ellipse cx="350" cy="330" rx="${r}" ry="${r * 0.2}" fill="none" stroke="#7a5427" stroke-width="2" opacity=".34"/>`);
      d.add(`<path d="M120 512q16 -16 34 -2q16 -10 26 6q-32 12 -60 -4Z" fill="#fbfaf6"/>`, dots(d, 152, 514, 60, "#ffffff", 46, 0.18));
    },
  },
  "ribbed-glass-carafe": {
    backdrop: { wall: "#a9b8ae", table: "#d9ccb6" },
    draw: (d) => {
      d.shadow(270, 500, 92, 0.7);
      d.add(`<ellipse cx="372" cy="512" rx="92" ry="14" fill="#f3fffb" opacity=".5" filter="url(#soft)"/>`);
      glass(d, 270, [[150, 50], [176, 44], [226, 42], [276, 62], [330, 96], [420, 100], [474, 92], [492, 76]], [[330, 94], [420, 97], [470, 90], [488, 74]], 13);
      d.shadow(442, 510, 48, 0.7);
      glass(d, 442, [[376, 50], [420, 48], [480, 43], [504, 40]], [[424, 45], [480, 41], [502, 38]], 9);
      d.add(`<g opacity=".9"><circle cx="258" cy="360" r="32" fill="#e9cf5a"/><circle cx="258" cy="360" r="26" fill="#f6e9a4"/>${[0, 30, 60, 90, 120, 150].map((turn) => `<path d="M258 336V384" transform="rotate(${turn} 258 360)" stroke="#e9cf5a" stroke-width="2.4"/>`).join("")}</g>`);
    },
  },
  "beech-spoon-set": {
    backdrop: { wall: "#b9694c", table: "#d9c4a5" },
    draw: (d) => {
      for (const [x, top, lean, shape] of [[262, 130, -9, "spoon"], [338, 118, 9, "flat"], [300, 84, 1, "spoon"]] as const) utensil(d, x, top, lean, shape);
      d.shadow(300, 500, 94);
      turned(d, 300, [[318, 92], [340, 96], [420, 98], [470, 92], [492, 78]], { colour: ink.chalk, open: 0.9, inside: "#b7a78d", dip: { to: 446, colour: "#f6f1e7" }, speckle: "#7a5a40" });
    },
  },
  "linen-napkins": {
    backdrop: { wall: "#d3bfa2", table: "#c9b091", horizon: 300 },
    draw: (d) => {
      d.add(`<rect x="150" y="420" width="330" height="70" rx="30" fill="#2a1c12" opacity=".38" filter="url(#far)"/>`);
      const colours = [ink.sage, ink.oat, ink.clay, ink.cream];
      colours.forEach((colour, index) => {
        const y = 440 - index * 40;
        const x = 140 + (index % 2) * 10;
        const fold = `M${x} ${y}Q${x - 12} ${y + 20} ${x + 4} ${y + 42}H${x + 306}Q${x + 322} ${y + 22} ${x + 308} ${y}Z`;
        d.add(`<path d="${fold}" fill="${d.gradient([[0, light(colour, 0.25)], [0.5, colour], [1, dark(colour, 0.3)]], [0, 0, 0.2, 1])}"/>`, d.weave(fold, 0.45), `<path d="M${x + 2} ${y + 21}H${x + 312}" stroke="${dark(colour, 0.45)}" stroke-width="2.4" opacity=".55"/>`);
      });
      const top = "M150 320L236 236H498L450 320Z";
      d.add(`<path d="${top}" fill="${d.gradient([[0, light(ink.cream, 0.5)], [1, dark(ink.cream, 0.1)]], [0, 0, 1, 1])}"/>`, d.weave(top, 0.4), `<path d="M164 314L243 243H484" fill="none" stroke="${dark(ink.cream, 0.28)}" stroke-width="2" stroke-dasharray="5 4"/>`);
      leaf(d, 300, 300, 60, 116, 12, ink.leaf);
      for (const [x, y, turn] of [[322, 288, 10], [340, 278, 112], [358, 266, 14], [376, 258, 110]] as const) leaf(d, x, y, turn, 42, 9, ink.sage);
    },
  },
};

export function dots(d: Drawing, cx: number, cy: number, reach: number, colour: string, count: number, flat = 1): string {
  return Array.from({ length: count }, () => {
    const angle = d.random.next() * Math.PI * 2;
    const far = reach * Math.sqrt(d.random.next());
    return `<circle cx="${(cx + Math.cos(angle) * far).toFixed(1)}" cy="${(cy + Math.sin(angle) * far * flat).toFixed(1)}" r="${(0.8 + d.random.next() ** 2 * 2).toFixed(1)}" fill="${colour}" opacity=".55"/>`;
  }).join("");
}

export function glass(d: Drawing, cx: number, profile: [number, number][], water: [number, number][], ribCount: number): void {
  const inside = new Map(water);
  const [level = 0] = [...inside.keys()];
  d.add(`<g opacity=".42">`);
  turned(d, cx, profile, { colour: "#dcebe4", ribs: { count: ribCount, strength: 0.3 }, gloss: 0.7 });
  d.add(`</g><g opacity=".4">`);
  turned(d, cx, water, { colour: "#a9cfc6", gloss: 0.5 });
  d.add("</g>");
  const [topY, topR] = profile[0] ?? [0, 0];
  d.add(`<ellipse cx="${cx}" cy="${topY}" rx="${topR}" ry="${topR * 0.2}" fill="none" stroke="#f7fffb" stroke-width="3" opacity=".9"/>`, `<ellipse cx="${cx}" cy="${level}" rx="${inside.get(level) ?? 0}" ry="${(inside.get(level) ?? 0) * 0.2}" fill="#e8f7f1" opacity=".55"/>`);
}

function utensil(d: Drawing, x: number, top: number, lean: number, shape: "spoon" | "flat"): void {
  const head = shape === "spoon" ? `<ellipse cx="${x}" cy="${top + 46}" rx="30" ry="46" fill="${d.round(ink.beech)}"/><ellipse cx="${x - 2}" cy="${top + 48}" rx="20" ry="34" fill="${dark(ink.beech, 0.16)}"/>` : `<path d="M${x - 27} ${top}H${x + 18}Q${x + 32} ${top + 50} ${x + 8} ${top + 110}H${x - 10}Q${x - 34} ${top + 60} ${x - 27} ${top}Z" fill="${d.round(light(ink.beech, 0.08))}"/>`;
  d.add(`<g transform="rotate(${lean} ${x} 420)">`);
  strip(d, `M${x} ${top + 84}V400`, 17, ink.beech);
  d.add(head, "</g>");
}
