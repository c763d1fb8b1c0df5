/**
 * A text for comparing without regard to case, of the letters A to Z: as `lower()` folds it in both databases, whose
 * texts compare by their bytes. One meaning, whoever compares.
 */
export const foldCase = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
