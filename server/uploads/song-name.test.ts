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
