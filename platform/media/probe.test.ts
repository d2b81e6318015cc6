// What the studio takes and refuses, on generated files and on a collection of odd ones.
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UnusableAudioError } from './errors';
import { probeAudio } from './probe';
import { tone, writeTone } from './testing/tones';
import { runTool } from './tool';
import { writeWavHeader } from './wav-header';

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'probe-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function write(name: string, content: Buffer | string): Promise<string> {
  const file = path.join(dir, name);
  await writeFile(file, content);
  return file;
}

/** A one-second tone encoded by FFmpeg with the given arguments, under the given name. */
async function encoded(name: string, ...args: string[]): Promise<string> {
  const source = await writeTone(path.join(dir, 'source.wav'), 44_100);
  const file = path.join(dir, name);
  await runTool('ffmpeg', ['-v', 'error', '-y', '-i', source, ...args, file]);
  return file;
}

describe('probeAudio', () => {
  it.each([
    ['a.mp3', ['-b:a', '128k'], 'mp3', 'mp3'],
    ['a.flac', [], 'flac', 'flac'],
    ['a.opus', ['-c:a', 'libopus'], 'ogg', 'opus'],
    ['a.m4a', ['-c:a', 'aac'], 'mp4', 'aac'],
    ['a.aac', ['-c:a', 'aac', '-f', 'adts'], 'aac', 'aac'],
    ['a.aiff', [], 'aiff', 'pcm_s16be'],
    ['a.webm', ['-c:a', 'libopus'], 'webm', 'opus'],
    ['a.caf', [], 'caf', 'pcm_s16be'],
    ['a.au', [], 'au', 'pcm_s16be'],
    ['a.w64', [], 'w64', 'pcm_s16le'],
    ['rf64.wav', ['-rf64', 'always'], 'wav', 'pcm_s16le'],
    ['mp3-by-content.wav', ['-f', 'mp3'], 'mp3', 'mp3'],
  ])('recognises %s by its content', async (name, args, container, codec) => {
    const probe = await probeAudio(await encoded(name, ...args));
    expect(probe).toMatchObject({ container, codec });
    expect(probe.durationS).toBeCloseTo(1, 1);
  });

  it('finds MP3 frames behind a tag and behind garbage', async () => {
    const mp3 = await readFile(await encoded('plain.mp3', '-id3v2_version', '0'));
    const tag = Buffer.from('ID3\x03\0\0\0\0\0\x14TIT2\0\0\0\x0a\0\0\0<b>x</b>\0\0', 'latin1');
    for (const front of [tag, Buffer.alloc(8000)]) {
      expect((await probeAudio(await write('front.mp3', Buffer.concat([front, mp3])))).container).toBe('mp3');
    }
  });

  it('counts what can be decoded instead of believing the header', async () => {
    const pcm = Buffer.alloc(44_100 * 4);
    const claimsAnHour = writeWavHeader({ sampleRate: 44_100, channels: 2, bitDepth: 16 }, 44_100 * 3600);
    const probe = await probeAudio(await write('lies.wav', Buffer.concat([claimsAnHour, pcm])));
    expect(probe.durationS).toBe(1);
    const flac = await readFile(await encoded('whole.flac'));
    const cut = await probeAudio(await write('cut.flac', flac.subarray(0, flac.length / 2)));
    expect(cut.durationS).toBeLessThan(0.8);
  });

  it.each([
    ['', 'The file is empty.'],
    ['This is not audio.\n'.repeat(200), 'not audio'],
    ['#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:1/a.ts\n', 'not audio'],
    ['<!doctype html><html></html>'.repeat(50), 'not audio'],
    ['RIFF\x24\0\0\0WAVE', 'damaged'],
  ])('rejects %j with one message', async (content, sentence) => {
    const refusal = probeAudio(await write('x.mp3', content));
    await expect(refusal).rejects.toThrow(UnusableAudioError);
    await expect(refusal).rejects.toThrow(sentence);
  });

  it('refuses too many channels, impossible rates, emptiness and excess length', async () => {
    const wav = (channels: number, sampleRate: number, frames: number) =>
      Buffer.concat([
        writeWavHeader({ sampleRate, channels, bitDepth: 16 }, frames),
        Buffer.alloc(frames * channels * 2),
      ]);
    const probeWav = async (channels: number, rate: number, frames: number) =>
      probeAudio(await write('limits.wav', wav(channels, rate, frames)), { maxDurationS: 2 });
    await expect(probeWav(9, 44_100, 100)).rejects.toThrow('9 channels');
    await expect(probeWav(2, 1_000, 100)).rejects.toThrow('1000 Hz');
    await expect(probeWav(2, 44_100, 0)).rejects.toThrow('No sound');
    await expect(probeWav(1, 8_000, 24_000)).rejects.toThrow('longer than 2 s');
    expect((await probeWav(1, 8_000, 16_000)).durationS).toBe(2);
    const mp3 = await encoded('guessed.mp3', '-write_xing', '0');
    await expect(probeAudio(mp3, { maxDurationS: 0.5 })).rejects.toThrow('longer than');
  });

  it('opens no connection for a playlist, whatever it is called', async () => {
    let connections = 0;
    const server = createServer().on('connection', () => {
      connections++;
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.ts`;
    const playlist = `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${url}\n#EXT-X-ENDLIST\n`;
    const frames = await readFile(await encoded('frames.mp3', '-id3v2_version', '0'));
    const tag = Buffer.from('ID3\x03\0\0\0\0\0\0', 'latin1');
    const tagged = await write('tagged.mp3', Buffer.concat([tag, Buffer.from(playlist), frames]));
    await expect(probeAudio(await write('list.mp3', playlist))).rejects.toThrow(UnusableAudioError);
    await expect(probeAudio(tagged)).rejects.toThrow(UnusableAudioError);
    server.close();
    expect(connections).toBe(0);
  });

  it('stops when it is aborted', async () => {
    const controller = new AbortController();
    const probing = probeAudio(await write('t.wav', tone(44_100)), { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(probing).rejects.toThrow('enough');
  });
});

const ODD = path.resolve('../shared/fixtures/odd');
const hasOdd = existsSync(path.join(ODD, 'expect.json'));
if (!hasOdd) console.warn(`Skipping the odd files: there is no ${ODD}.`);

describe.skipIf(!hasOdd)('the collection of odd files', () => {
  it('gets what each file should get', async () => {
    const expected: Record<string, { expect: string }> = JSON.parse(
      await readFile(path.join(ODD, 'expect.json'), 'utf8'),
    );
    const wrong: string[] = [];
    for (const [name, { expect: should }] of Object.entries(expected)) {
      const file = path.join(ODD, name);
      if (should === 'either' || !existsSync(file)) continue;
      const outcome = await probeAudio(file).then(
        () => 'accepted',
        (error: unknown) => (error instanceof UnusableAudioError ? 'refused' : String(error)),
      );
      if (outcome !== (should === 'reject' ? 'refused' : 'accepted')) wrong.push(`${name}: ${outcome}`);
    }
    expect(wrong).toEqual([]);
  });

  it('ends for every file that may be taken or refused', async () => {
    const outcome = (name: string) =>
      probeAudio(path.join(ODD, name)).then(
        () => 'ok',
        (error: unknown) => error,
      );
    for (const name of ['random.mp3', 'riff-huge-length.wav', 'id3-lies-about-size.mp3', 'mpeg-layer2.mp3']) {
      const result = await outcome(name);
      expect(result === 'ok' || result instanceof UnusableAudioError).toBe(true);
    }
  });
});
