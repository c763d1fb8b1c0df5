import { SegmentedMessage } from "sms-segments-calculator";

export interface Segments {
  encoding: "GSM-7" | "UCS-2";
  segments: number;
  characters: number;
  /** How many characters of this encoding still fit into the last segment. */
  left: number;
  /** The letters because of which a text is not GSM-7, each once. */
  expensive: string[];
}

const PER_SEGMENT = { "GSM-7": { one: 160, many: 153 }, "UCS-2": { one: 70, many: 67 } } as const;

/** R27: what a text message is billed by. */
export function countSegments(text: string): Segments {
  const message = new SegmentedMessage(text);
  const encoding = message.encodingName;
  const segments = Math.max(1, message.segmentsCount);
  // A letter outside GSM-7's basic set, or beyond U+FFFF, takes two places.
  const places = message.encodedChars.reduce((sum, letter) => sum + (letter.codeUnits?.length ?? 1), 0);
  const { one, many } = PER_SEGMENT[encoding];
  return {
    encoding, segments, characters: places,
    left: Math.max(0, (segments === 1 ? one : segments * many) - places),
    expensive: encoding === "GSM-7" ? [] : [...new Set(message.getNonGsmCharacters())],
  };
}
