// Names of songs: the typed one, the file's own, or a stand-in; always one honest line.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MAX_NAME_LENGTH, songName } from './song-name';

it('takes what was typed, else the file without path and extension', () => {
  expect(songName('demo.final.mp3', undefined)).toBe('demo.final');
  expect(songName('C:\\music\\demo.wav', '')).toBe('demo');
  expect(songName('../../etc/passwd', undefined)).toBe('passwd');
  expect(songName('demo.mp3', ' My <b>song</b> ')).toBe('My <b>song</b>');
  expect(songName('.mp3', undefined)).toBe('Untitled song');
  expect(songName('', '\u0000\n')).toBe('Untitled song');
});

it('shows where a long name was cut, after a word where one ends', () => {
  const words = songName(`${'long words '.repeat(20)}.mp3`, undefined);
  expect(words).toBe(`${'long words '.repeat(10)}long…`);
  expect(songName(`${'x'.repeat(200)}.mp3`, undefined)).toBe(`${'x'.repeat(MAX_NAME_LENGTH - 1)}…`);
  expect(songName(`${'y'.repeat(MAX_NAME_LENGTH)}.mp3`, undefined)).toBe('y'.repeat(MAX_NAME_LENGTH));
  expect(songName('demo.mp3', `${'z'.repeat(110)} - ${'z'.repeat(50)}`)).toBe(`${'z'.repeat(110)}…`);
});

it('gives something to read, not too long, for every input', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.option(fc.string({ unit: 'binary' }), { nil: undefined }),
      (file, typed) => {
        const name = songName(file, typed);
        expect(name.trim()).toBe(name);
        expect(name).not.toBe('');
        expect(Array.from(name).length).toBeLessThanOrEqual(MAX_NAME_LENGTH);
        expect(name).not.toMatch(/\p{Cc}/u);
      },
    ),
  );
});
