import { dark, ink, light } from "./colour.ts";
import { ellipse, strip, turned } from "./lathe.ts";
import { leaf, sprig, tuft } from "./plants.ts";
import type { Picture } from "./picture.ts";

export const gardenPictures: Record<string, Picture> = {
  "terracotta-planter": {
    backdrop: { wall: "#dcd2bf", table: "#a9886a" },
    draw: (d) => {
      strip(d, "M300 330C298 250 304 190 300 120", 9, "#5a4632");
      for (const [y, turn, size] of [[300, -62, 128], [282, 60, 132], [236, -52, 128], [214, 50, 124], [170, -38, 112], [150, 36, 108], [118, -4, 100]] as const) leaf(d, 300, y, turn, size, 36, y % 4 ? ink.deepLeaf : ink.leaf);
      d.shadow(300, 502, 96);
      turned(d, 300, [[480, 106], [490, 108], [500, 92]], { colour: dark(ink.terracotta, 0.08), open: 0.9 });
      turned(d, 300, [[346, 112], [420, 98], [480, 82]], { colour: ink.terracotta, gloss: 0.1 });
      turned(d, 300, [[312, 124], [330, 125], [352, 122], [358, 118]], { colour: light(ink.terracotta, 0.06), open: 0.9, inside: "#3d2a1e", gloss: 0.12 });
      strip(d, "M300 324V306", 9, "#5a4632");
    },
  },
  "copper-watering-can": {
    backdrop: { wall: "#93a595", table: "#d8c8ad" },
    draw: (d) => {
      d.shadow(320, 494, 104);
      strip(d, "M250 420C180 400 170 290 96 214", 19, ink.copper);
      d.add(`<ellipse cx="92" cy="212" rx="25" ry="13" transform="rotate(-42 92 212)" fill="${light(ink.copper, 0.3)}"/>`);
      strip(d, "M404 300C514 270 520 430 410 446", 18, ink.copper);
      strip(d, "M256 276C280 176 372 176 396 276", 15, ink.copper);
      turned(d, 326, [[282, 78], [310, 96], [380, 102], [450, 102], [486, 94]], { colour: ink.copper, open: 0.8, inside: "#5a3018", gloss: 0.5 });
      d.add(`<path d="M226 392Q326 416 428 392" fill="none" stroke="${dark(ink.copper, 0.4)}" stroke-width="4" opacity=".6"/>`);
    },
  },
  "seagrass-basket-planter": {
    backdrop: { wall: "#c58a6c", table: "#e0d0b6" },
    draw: (d) => {
      tuft(d, 300, 330, 236, ink.leaf, 30, 84, 0.22);
      d.shadow(300, 502, 112);
      const body = turned(d, 300, [[316, 108], [350, 126], [420, 134], [470, 120], [494, 98]], { colour: ink.jute, gloss: 0.1 });
      const rows = Array.from({ length: 13 }, (_, row) => `<path d="M150 ${312 + row * 16}Q300 ${352 + row * 16} 450 ${312 + row * 16}" fill="none" stroke="${row % 4 === 1 ? dark(ink.jute, 0.62) : dark(ink.jute, 0.34)}" stroke-width="11" stroke-dasharray="13 5" stroke-dashoffset="${(row % 2) * 9}" opacity=".46"/>`).join("");
      d.add(d.clipped(body, rows), `<path d="M192 316A108 22 0 0 0 408 316" fill="none" stroke="${light(ink.jute, 0.2)}" stroke-width="13" stroke-dasharray="11 3"/>`);
      strip(d, "M182 376C150 376 150 420 180 424", 11, ink.jute);
      strip(d, "M420 376C452 376 452 420 422 424", 11, ink.jute);
    },
  },
  "herb-pot-trio": {
    backdrop: { wall: "#e4dccb", table: "#b2967a" },
    draw: (d) => {
      tuft(d, 166, 372, 126, "#6f9a52", 20, 62, 0.62);
      for (const [x, y] of [[262, 196], [286, 172], [306, 160], [330, 182], [346, 204]] as const) sprig(d, [304, 372], [300, 290], [x, y], 24, "#7d9280", 7);
      tuft(d, 440, 372, 134, "#4d8a5c", 18, 58, 0.5);
      d.shadow(300, 506, 190);
      for (const x of [166, 303, 440]) turned(d, x, [[366, 62], [400, 60], [462, 50], [484, 44]], { colour: ink.sage, open: 0.9, inside: "#3d2a1e", dip: { to: 440, colour: light(ink.sage, 0.28) }, speckle: "#4d5a48" });
      const tray = "M84 484H520Q534 484 530 496Q526 510 508 510H96Q78 510 74 496Q70 484 84 484Z";
      d.add(`<path d="${tray}" fill="${d.gradient([[0, light(ink.sage, 0.3)], [1, dark(ink.sage, 0.3)]], [0, 0, 0.1, 1])}"/>`);
    },
  },
  "jute-garden-twine": {
    backdrop: { wall: "#a9b79f", table: "#c0a07c" },
    draw: (d) => {
      d.shadow(280, 494, 106);
      turned(d, 280, [[462, 110], [476, 114], [490, 106]], { colour: ink.beech });
      const ball = turned(d, 280, [[276, 88], [300, 98], [370, 106], [440, 100], [466, 88]], { colour: ink.jute, gloss: 0.1 });
      const turns = Array.from({ length: 30 }, (_, row) => `<path d="M160 ${262 + row * 8 + (row % 2) * 6}Q280 ${300 + row * 8} 400 ${268 + row * 8 - (row % 3) * 5}" fill="none" stroke="${row % 2 ? dark(ink.jute, 0.42) : light(ink.jute, 0.3)}" stroke-width="${row % 2 ? 2 : 4}" opacity=".6"/>`).join("");
      d.add(d.clipped(ball, turns));
      turned(d, 280, [[252, 96], [262, 104], [276, 98]], { colour: ink.beech });
      d.add(ellipse(280, 252, 17, "#4a3320", 4));
      strip(d, "M376 430C440 440 420 500 470 500C520 500 500 452 560 470", 7, ink.jute);
    },
  },
  "ash-plant-stool": {
    backdrop: { wall: "#b9654a", table: "#d9c7ab", horizon: 440 },
    draw: (d) => {
      d.shadow(300, 538, 130, 0.7);
      strip(d, "M232 366L198 538", 21, dark(ink.beech, 0.08));
      strip(d, "M368 366L402 538", 21, ink.beech);
      strip(d, "M300 372V526", 19, dark(ink.beech, 0.2));
      turned(d, 300, [[340, 146], [350, 149], [368, 146]], { colour: ink.beech, rim: light(ink.beech, 0.24), gloss: 0.14 });
      d.add(ellipse(306, 342, 76, "#2a1c12", 14).replace("/>", ' opacity=".35" filter="url(#near)"/>'));
      tuft(d, 300, 232, 178, ink.deepLeaf, 18, 70, 0.34);
      turned(d, 300, [[222, 66], [250, 68], [310, 60], [334, 52]], { colour: ink.chalk, open: 0.9, inside: "#3d2a1e", speckle: "#7a5a40" });
      tuft(d, 300, 230, 96, ink.leaf, 9, 64, 0.36);
    },
  },
};
