import { dark, ink, light } from "./colour.ts";
import { ellipse, strip, turned } from "./lathe.ts";
import { leaf } from "./plants.ts";
import { dots } from "./pictures-kitchen.ts";
import type { Drawing } from "./drawing.ts";
import type { Picture } from "./picture.ts";

export const bathPictures: Record<string, Picture> = {
  "waffle-bath-towel": {
    backdrop: { wall: "#c7cfc3", table: "#e6dccb", horizon: 430 },
    draw: (d) => {
      d.add(`<rect x="140" y="466" width="360" height="50" rx="24" fill="#2a1c12" opacity=".4" filter="url(#far)"/>`);
      ([[ink.sage, 420], [ink.clay, 340], [ink.chalk, 260]] as const).forEach(([colour, y], index) => towelFold(d, 134 + index * 7, y, 330 - index * 12, colour));
      leaf(d, 250, 254, 70, 126, 12, ink.leaf);
      for (const [x, y, turn] of [[276, 244, 22], [296, 240, 118], [318, 232, 24], [338, 228, 116]] as const) leaf(d, x, y, turn, 46, 10, ink.sage);
    },
  },
  "olive-oil-soap": {
    backdrop: { wall: "#d9c8ae", table: "#b99a78" },
    draw: (d) => {
      d.shadow(300, 496, 160);
      turned(d, 300, [[450, 186], [462, 190], [482, 168], [494, 140]], { colour: ink.chalk, open: 0.93, inside: ink.chalk, speckle: "#7a5a40" });
      bar(d, 176, 380, 226, 78, "#a7ac6d", "olive");
      bar(d, 222, 300, 210, 78, "#d9cdb0", "juniper");
      for (const [x, y, r] of [[448, 430, 15], [470, 448, 10], [432, 452, 8], [482, 424, 7]] as const) d.add(`<circle cx="${x}" cy="${y}" r="${r}" fill="#fff" opacity=".4"/><circle cx="${x - r * 0.3}" cy="${y - r * 0.3}" r="${r * 0.24}" fill="#fff" opacity=".9"/>`);
    },
  },
  "reed-diffuser": {
    backdrop: { wall: "#b6bfae", table: "#d6c4a6" },
    draw: (d) => {
      for (const [x, y] of [[214, 92], [248, 70], [286, 60], [322, 66], [356, 84], [388, 112]] as const) strip(d, `M300 300L${x} ${y}`, 7, "#a9835a");
      d.shadow(300, 496, 92);
      turned(d, 300, [[270, 30], [300, 31], [318, 44], [344, 84], [400, 94], [460, 92], [488, 82]], { colour: ink.amber, gloss: 0.42, open: 0.8, inside: "#3a1d0a" });
      turned(d, 300, [[258, 34], [266, 36], [282, 35]], { colour: "#2d2a26", open: 0.82, inside: "#120d0a" });
      for (const x of [292, 300, 308]) strip(d, `M300 272L${x + (x - 300) * 4} 230`, 7, "#a9835a");
      d.add(`<rect x="246" y="376" width="108" height="78" rx="4" fill="#fbf6ea"/><text x="300" y="412" font-family="Fraunces, Georgia, serif" font-size="21" fill="${ink.forest}" text-anchor="middle">fig leaf</text><path d="M268 426H332" stroke="${ink.clay}" stroke-width="1.6"/><text x="300" y="443" font-family="Figtree, sans-serif" font-size="10" letter-spacing="3" fill="${ink.forest}" text-anchor="middle">150 ML</text>`);
    },
  },
  "beech-bath-brush": {
    backdrop: { wall: "#c1a888", table: "#c1a888", horizon: 0 },
    draw: (d) => {
      d.add(`<g transform="rotate(-38 300 300)">`, `<path d="M212 330q100 30 230 14" stroke="#2a1c12" stroke-width="90" stroke-linecap="round" opacity=".26" fill="none" filter="url(#far)"/>`);
      for (let x = 366; x < 520; x += 5) d.add(`<path d="M${x} 322v${54 + d.random.int(-4, 5)}" stroke="${x % 2 ? "#e9dcc0" : "#cbb994"}" stroke-width="4"/>`);
      const wood = "M40 296C90 262 240 284 340 268C420 252 540 252 552 292C556 326 440 338 356 332C250 326 100 338 52 322C38 318 34 304 40 296Z";
      d.add(`<path d="${wood}" fill="${d.gradient([[0, light(ink.beech, 0.3)], [0.5, ink.beech], [1, dark(ink.beech, 0.36)]], [0, 0, 0, 1])}"/>`, d.clipped(wood, Array.from({ length: 7 }, (_, i) => `<path d="M20 ${270 + i * 11}C200 ${262 + i * 12} 380 ${284 + i * 9} 580 ${262 + i * 12}" stroke="#7a5427" stroke-width="1.8" opacity=".26" fill="none"/>`).join("")));
      d.add(`<circle cx="72" cy="306" r="9" fill="#6d4a30"/>`);
      strip(d, "M72 306C30 270 10 330 66 314", 5, ink.paper);
      d.add("</g>");
      leaf(d, 120, 170, 120, 150, 18, ink.sage);
      leaf(d, 150, 150, 84, 120, 16, ink.leaf);
    },
  },
  "cork-bath-mat": {
    backdrop: { wall: "#a8b4b0", table: "#d9cfbd", horizon: 410 },
    draw: (d) => {
      const mat = "M300 470L100 520Q70 532 112 540L560 540L600 470Z";
      d.shadow(290, 510, 190);
      d.add(`<path d="${mat}" fill="${d.gradient([[0, light(ink.cork, 0.14)], [1, dark(ink.cork, 0.1)]])}"/>`);
      const roll = "M90 300H470Q512 300 512 398Q512 496 470 496H90Z";
      d.add(`<path d="${roll}" fill="${d.gradient([[0, light(ink.cork, 0.26)], [0.3, ink.cork], [1, dark(ink.cork, 0.46)]], [0, 0, 0, 1])}"/>`, d.clipped(roll, dots(d, 290, 398, 290, "#5d3d22", 420, 0.42) + dots(d, 290, 398, 290, "#e3bd8f", 200, 0.42)));
      d.add(`<ellipse cx="92" cy="398" rx="46" ry="98" fill="${light(ink.cork, 0.14)}"/>`);
      for (const share of [0.82, 0.62, 0.42, 0.22]) d.add(`<ellipse cx="${92 + (1 - share) * 5}" cy="398" rx="${46 * share}" ry="${98 * share}" fill="none" stroke="#5d3d22" stroke-width="5" opacity=".62"/>`);
      strip(d, "M300 298Q344 398 300 498", 9, ink.paper);
    },
  },
  "travertine-tray": {
    backdrop: { wall: "#b17058", table: "#cfc0a8" },
    draw: (d) => {
      d.shadow(300, 500, 196);
      const tray = turned(d, 300, [[444, 208], [456, 212], [482, 208], [496, 200]], { colour: ink.stone, open: 0.93, inside: light(ink.stone, 0.3), gloss: 0.2 });
      d.add(ellipse(300, 449, 192, light(ink.stone, 0.24), 34));
      d.add(d.clipped(tray, Array.from({ length: 46 }, () => `<ellipse cx="${90 + d.random.next() * 420}" cy="${462 + d.random.next() * 62}" rx="${2 + d.random.next() * 9}" ry="${1 + d.random.next() * 2.6}" fill="#7d6a50" opacity=".5"/>`).join("")));
      turned(d, 240, [[252, 20], [286, 22], [306, 48], [350, 62], [420, 62], [448, 54]], { colour: ink.amber, gloss: 0.46 });
      turned(d, 240, [[206, 17], [220, 24], [246, 26], [258, 24]], { colour: "#2d2a26" });
      d.add(`<rect x="204" y="346" width="72" height="54" rx="3" fill="#fbf6ea"/><text x="240" y="379" font-family="Fraunces, Georgia, serif" font-size="17" fill="${ink.forest}" text-anchor="middle">bath oil</text>`);
      turned(d, 376, [[398, 50], [412, 54], [436, 46], [452, 34]], { colour: ink.juniper, open: 0.9, speckle: "#1c2a22" });
      d.add(`<ellipse cx="376" cy="398" rx="27" ry="11" fill="none" stroke="${ink.brass}" stroke-width="5"/>`);
    },
  },
};

function towelFold(d: Drawing, x: number, y: number, width: number, colour: string): void {
  const path = `M${x + 10} ${y}H${x + width}Q${x + width + 22} ${y + 40} ${x + width} ${y + 80}H${x + 4}Q${x - 8} ${y + 40} ${x + 10} ${y}Z`;
  d.add(`<path d="${path}" fill="${d.gradient([[0, light(colour, 0.36)], [0.3, light(colour, 0.08)], [1, dark(colour, 0.34)]], [0, 0, 0.08, 1])}"/>`);
  let grid = "";
  for (let gx = x - 10; gx < x + width + 30; gx += 13) grid += `<path d="M${gx} ${y}v80" stroke="${dark(colour, 0.4)}" stroke-width="2.6"/>`;
  for (let gy = y + 6; gy < y + 80; gy += 12) grid += `<path d="M${x - 10} ${gy}h${width + 40}" stroke="${light(colour, 0.6)}" stroke-width="2.2"/>`;
  d.add(d.clipped(path, `<g opacity=".36">${grid}</g><path d="M${x} ${y + 40}h${width + 30}" stroke="${dark(colour, 0.6)}" stroke-width="5" opacity=".6" filter="url(#soft)"/>`));
}

function bar(d: Drawing, x: number, y: number, width: number, height: number, colour: string, stamp: string): void {
  d.add(`<path d="M${x} ${y + 20}L${x + 26} ${y - 8}H${x + width - 14}L${x + width} ${y + 20}Z" fill="${light(colour, 0.36)}"/>`,
    `<rect x="${x}" y="${y + 12}" width="${width}" height="${height - 12}" rx="12" fill="${d.gradient([[0, light(colour, 0.16)], [1, dark(colour, 0.26)]], [0, 0, 0.2, 1])}"/>`,
    `<text x="${x + width / 2}" y="${y + height / 2 + 17}" font-family="Fraunces, Georgia, serif" font-size="29" letter-spacing="2" fill="${dark(colour, 0.34)}" text-anchor="middle">${stamp}</text>`);
}
