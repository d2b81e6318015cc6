// Text from people: what is refused, what is cleaned, and that a cut never leaves half a character.
import { expect, it } from 'vitest';
import {
  cleanLine,
  cleanText,
  cleanTexts,
  isCleanLine,
  isCleanText,
  lineSchema,
  textSchema,
  truncateText,
  validateText,
} from './text';

const BAD = [
  ...Array.from({ length: 0x20 }, (_, code) => code),
  ...Array.from({ length: 0x21 }, (_, n) => 0x7f + n),
  0xd800,
  0xdbff,
  0xdc00,
  0xdfff,
].map((code) => String.fromCharCode(code));

it.each(BAD)('a line with %j is refused and can be cleaned', (character) => {
  const line = `a${character}b`;
  expect(isCleanLine(line)).toBe(false);
  expect(lineSchema.safeParse(line).success).toBe(false);
  expect(cleanLine(line)).toBe('a b');
});

it.each(BAD)('a text with %j is refused unless it breaks a line or indents', (character) => {
  const isAllowed = character === '\n' || character === '\t';
  expect(isCleanText(`a${character}b`)).toBe(isAllowed);
  expect(textSchema.safeParse(`a${character}b`).success).toBe(isAllowed);
  expect(isCleanText(cleanText(`a${character}b`))).toBe(true);
});

it.each(['', 'Grüße, 世界', '👩‍🚀 𝄞', 'a\u00a0b', 'עברית', '\u{10ffff}'])('%j is left as it is', (text) => {
  expect(isCleanLine(text)).toBe(true);
  expect([cleanLine(text), cleanText(text)]).toEqual([text, text]);
});

it('keeps the line breaks of every system', () => {
  expect(cleanText('a\r\nb\rc\n\td\u0000\u0001e')).toBe('a\nb\nc\n\td e');
});

it('truncateText never cuts inside a character', () => {
  expect(truncateText('ab👩', 3)).toBe('ab');
  expect(truncateText('ab👩', 4)).toBe('ab👩');
  expect(truncateText('abc', 2)).toBe('ab');
  expect(truncateText('👩', 1)).toBe('');
});

it('finds and cleans texts however deep they lie', () => {
  const poisoned = { a: [1, { b: 'x\u0000y' }], c: null };
  expect(validateText(poisoned)).toMatch(/control characters/);
  expect(validateText({ '\u0000': 1 })).toMatch(/control characters/);
  expect(cleanTexts(poisoned)).toEqual({ a: [1, { b: 'x y' }], c: null });
  expect(validateText(cleanTexts(poisoned))).toBeNull();
  expect(validateText([1, true, null, 'fine\n'])).toBeNull();
});
