// Text written by users: which characters it may contain at every entry point, and how it is cleaned and cut.
import { z } from 'zod';

/*
 * Control characters are invisible and break lines of logs and files; PostgreSQL cannot store U+0000 and
 * unpaired surrogates at all: a single one in a batch would make every row of it fail. So none are stored.
 */

/** With the `u` flag \p{Cs} matches halves of surrogate pairs alone, never whole ones. */
const CONTROL_IN_LINE = /[\p{Cc}\p{Cs}]/u;
const CONTROL_IN_LINES = /[^\P{Cc}\n\t]|\p{Cs}/u;
const ALL_IN_LINE = new RegExp(`(?:${CONTROL_IN_LINE.source})+`, 'gu');
const ALL_IN_LINES = new RegExp(`(?:${CONTROL_IN_LINES.source})+`, 'gu');

const REFUSED = 'The text contains control characters or invalid characters; remove them and try again.';

/** Whether a text of one line is free of control characters and halves of surrogate pairs. */
export const isCleanLine = (text: string): boolean => !CONTROL_IN_LINE.test(text);

/** As `isCleanLine`, for a text that may have line breaks and tabs. */
export const isCleanText = (text: string): boolean => !CONTROL_IN_LINES.test(text);

/** The text with its control characters and broken characters as single spaces; line breaks and tabs included. */
export const cleanLine = (text: string): string => text.replace(ALL_IN_LINE, ' ');

/** As `cleanLine`, but keeps line breaks, each as `\n`, and tabs. */
export const cleanText = (text: string): string => text.replace(/\r\n?/g, '\n').replace(ALL_IN_LINES, ' ');

/** The beginning of a text, `maxLength` UTF-16 units at most, never cut inside a character. */
export function truncateText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const last = text.charCodeAt(maxLength - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? maxLength - 1 : maxLength);
}

/** A single-line text without control characters: the type for names and titles at every entry point. */
export const lineSchema = z.string().refine(isCleanLine, REFUSED);

/** As `lineSchema`, for texts that may have line breaks and tabs. */
export const textSchema = z.string().refine(isCleanText, REFUSED);

/** Whether a value is an array or a plain object, as JSON has them: shared types of Yjs refer to themselves. */
function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}

/**
 * The user message about an invalid text anywhere in a JSON value, or null when all are valid. Keys of
 * objects count as text.
 */
export function validateText(value: unknown): string | null {
  // A list instead of recursion: a value may be nested as deeply as its size allows.
  const left: unknown[] = [value];
  while (left.length > 0) {
    const part = left.pop();
    if (typeof part === 'string') {
      if (!isCleanText(part)) return REFUSED;
    } else if (isPlain(part)) {
      if (!Object.keys(part).every(isCleanLine)) return REFUSED;
      left.push(...Object.values(part));
    }
  }
  return null;
}

/** A JSON value with every text in it, keys included, cleaned by `cleanText`. */
export function cleanTexts<Value>(value: Value): Value {
  const clean = (part: unknown): unknown => {
    if (typeof part === 'string') return isCleanText(part) ? part : cleanText(part);
    if (Array.isArray(part)) return part.map(clean);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, each]) => [cleanLine(key), clean(each)]));
  };
  return clean(value) as Value;
}
