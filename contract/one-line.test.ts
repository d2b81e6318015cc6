// Names from outside become one honest line.
import { expect, it } from 'vitest';
import { oneLine } from './one-line';

it('keeps markup, emoji and every script as they are', () => {
  for (const text of ['<b>Song</b> & more', '名前 #1', 'family 👨‍👩‍👧', 'قصيدة'])
    expect(oneLine(text)).toBe(text);
});

it('drops what cannot be shown in a line or would turn the rest of it around', () => {
  expect(oneLine('  a\u0000b\r\n\tc  ')).toBe('a b c');
  expect(oneLine('song\u202E3pm.exe')).toBe('song 3pm.exe');
  expect(oneLine('half \ud800 pair')).toBe('half pair');
});
