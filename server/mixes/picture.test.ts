// Covers: their size is read without decoding, and what a camera wrote is left out of the copy.

import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { required } from '@/contract/required';
import { readPicture } from './picture';

const PLACE = 'GPS 52.5200 N 13.4050 E';

function image(codec: 'png' | 'mjpeg'): Buffer {
  const source = [
    '-f',
    'lavfi',
    '-i',
    'testsrc=s=40x30',
    '-frames:v',
    '1',
    '-c:v',
    codec,
    '-f',
    'image2pipe',
    '-',
  ];
  return execFileSync('ffmpeg', ['-v', 'error', ...source]);
}

function pngChunk(name: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length);
  head.write(name, 4, 'latin1');
  return Buffer.concat([head, body, Buffer.alloc(4)]);
}

function jpegSegment(marker: number, body: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}

/** EXIF that turns the picture and says where it was taken. */
function exif(orientation: number): Buffer {
  const body = Buffer.from('Exif\0\0II\x2a\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\0\0\0\0', 'latin1');
  body.writeUInt16LE(orientation, 24);
  return Buffer.concat([body, Buffer.alloc(4), Buffer.from(PLACE)]);
}

/** The raw pixels that FFmpeg sees. */
const pixels = (bytes: Buffer, kind: string): Buffer =>
  execFileSync(
    'ffmpeg',
    ['-v', 'error', '-noautorotate', '-f', `${kind}_pipe`, '-i', 'pipe:0', '-f', 'rawvideo', '-'],
    {
      input: bytes,
    },
  );

describe('readPicture', () => {
  it('leaves text, EXIF and what follows the end out of a PNG', () => {
    const plain = image('png');
    const notes = ['eXIf', 'tEXt', 'iTXt', 'zTXt', 'tIME', 'prIv'].map((name) =>
      pngChunk(name, Buffer.from(PLACE)),
    );
    const noted = Buffer.concat([
      plain.subarray(0, 33),
      ...notes,
      plain.subarray(33),
      plain,
      Buffer.from(PLACE),
    ]);
    const picture = required(readPicture(noted), 'The picture');
    expect(picture).toMatchObject({ kind: 'png', width: 40, height: 30 });
    expect(picture.stripped.includes(PLACE)).toBe(false);
    expect(picture.stripped.length).toBeLessThanOrEqual(plain.length);
    expect(pixels(picture.stripped, 'png').equals(pixels(plain, 'png'))).toBe(true);
  });

  it('leaves EXIF, XMP, captions and comments out of a JPEG, and keeps how it is turned', () => {
    const plain = image('mjpeg');
    const notes = [0xe1, 0xe2, 0xed, 0xef, 0xfe].map((marker) => jpegSegment(marker, Buffer.from(PLACE)));
    const camera = jpegSegment(0xe1, exif(6));
    const noted = Buffer.concat([
      plain.subarray(0, 2),
      camera,
      ...notes,
      plain.subarray(2),
      Buffer.from(PLACE),
    ]);
    const picture = required(readPicture(noted), 'The picture');
    expect(picture).toMatchObject({ kind: 'jpeg', width: 40, height: 30 });
    expect(picture.stripped.includes(PLACE)).toBe(false);
    expect(picture.stripped.includes('Exif')).toBe(true);
    const again = readPicture(picture.stripped);
    expect(again?.stripped.equals(picture.stripped)).toBe(true);
    expect(pixels(picture.stripped, 'jpeg').equals(pixels(plain, 'jpeg'))).toBe(true);
  });

  it('answers null for what is broken, cut or damaged anywhere, and never fails', () => {
    expect(readPicture(Buffer.from('GIF89a'))).toBeNull();
    for (const whole of [image('png'), image('mjpeg')]) {
      for (let cut = 0; cut < whole.length; cut += 37) expect(readPicture(whole.subarray(0, cut))).toBeNull();
      for (let at = 0; at < whole.length; at += 11) {
        const damaged = Buffer.from(whole);
        damaged[at] = 0xff;
        readPicture(damaged);
      }
    }
    expect(readPicture(Buffer.alloc(5 * 2 ** 20, Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 2])))).toBeNull();
  });
});
