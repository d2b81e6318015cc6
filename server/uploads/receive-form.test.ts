// Multipart uploads: what the sender's file is called arrives as it is, whoever encoded the form.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formFileName } from './form-file-name';
import { receiveForm } from './receive-form';
import { songName } from './song-name';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'receive-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let files = 0;
const received = async (request: Request) =>
  receiveForm(request, {
    newPath: () => path.join(folder, String(files++)),
    what: 'song',
    maxFiles: 3,
    maxBytes: 1000,
    tooLarge: () => new Error('too large'),
  });

const sentBy = (form: FormData) => new Request('http://studio/upload', { method: 'POST', body: form });

/** A form as a program writes it that knows no other header of a file than this one. */
function writtenForm(disposition: string): Request {
  const body = `--x\r\nContent-Disposition: form-data; name="file"; ${disposition}\r\n\r\nsound\r\n--x--\r\n`;
  const headers = { 'content-type': 'multipart/form-data; boundary=x' };
  return new Request('http://studio/upload', { method: 'POST', body, headers });
}

describe('receiveForm', () => {
  it('undoes what HTML forms escape in every file name', async () => {
    const form = new FormData();
    const names = ['A "quoted".wav', '50%25 "off" %41.mp3', 'two\r\nlines.flac'];
    for (const name of names) form.append('file', new Blob(['sound']), name);
    const { files } = await received(sentBy(form));
    expect(files.map(({ fileName }) => fileName)).toEqual(names);
    expect(await readFile(files[0]?.path ?? '', 'utf8')).toBe('sound');
    expect(files.map(({ fileName }) => songName(fileName, undefined))).toEqual([
      ...['A "quoted"', '50%25 "off" %41', 'two lines'],
    ]);
  });

  it.each([
    ['filename="A %22quoted%22.wav"', 'A "quoted".wav'],
    ['filename="A %22quoted%22%0d%0A.wav"', 'A "quoted"\r\n.wav'],
    ['filename="A \\"quoted\\".wav"', 'A "quoted".wav'],
    ['filename="100%.wav"', '100%.wav'],
    ['filename="%2522.wav"', '%2522.wav'],
  ])('reads %s', async (disposition, name) => {
    expect((await received(writtenForm(disposition))).files[0]?.fileName).toBe(name);
  });
});

describe('formFileName', () => {
  it('restores every name that contains no escape itself', () => {
    const escaped = (name: string) =>
      name.replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        fc.pre(!/%(22|0D|0A)/i.test(name));
        expect(formFileName(escaped(name))).toBe(name);
      }),
    );
  });
});
