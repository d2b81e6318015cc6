// Files that are made to exhaust the studio: what they may take of memory and time, and what a tool can reach.
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { thinned } from '@/contract/testing/thinned';
import { decodeStream } from './decode';
import { UnusableAudioError } from './errors';
import { isolate, isolationHere } from './isolation';
import { adtsFrame, findFrames, mpegFrame } from './mpeg-frames';
import { probeAudio } from './probe';
import { sniffAudio } from './sniff';
import { writeTone } from './testing/tones';
import { runTool, startTool, ToolTimeoutError } from './tool';
import { WaitingLimit } from './waiting-limit';
import { readWavHeader } from './wav-header';

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'hostile-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const MB = 2 ** 20;
const inDir = (name: string): string => path.join(dir, name);

async function write(name: string, content: Buffer): Promise<string> {
  await writeFile(inDir(name), content);
  return inDir(name);
}

/** A black picture of this many pixels each way: small, and large once it is decoded. */
function png(pixels: number): Buffer {
  const chunk = (kind: string, body: Buffer): Buffer => {
    const named = Buffer.concat([Buffer.from(kind, 'latin1'), body]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(body.length);
    sum.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(pixels, 0);
  header.writeUInt32BE(pixels, 4);
  header.set([8, 2], 8);
  const rows = deflateSync(Buffer.alloc(pixels * (1 + 3 * pixels)), { level: 1 });
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** An ID3v2.3 tag around `body`. */
function tag(body: Buffer): Buffer {
  const n = body.length;
  const size = [(n >> 21) & 127, (n >> 14) & 127, (n >> 7) & 127, n & 127];
  return Buffer.concat([Buffer.from('ID3\x03\0\0', 'latin1'), Buffer.from(size), body]);
}

/** An MP3 with `count` pictures in its tag. */
async function mp3WithPictures(name: string, picture: Buffer, count: number): Promise<string> {
  const frames = Array.from({ length: count }, (_, i) => {
    const body = Buffer.concat([Buffer.from(`\0image/png\0\x03${i}\0`, 'latin1'), picture]);
    const head = Buffer.alloc(10);
    head.write('APIC');
    head.writeUInt32BE(body.length, 4);
    return Buffer.concat([head, body]);
  });
  const plain = inDir('plain.mp3');
  await runTool('ffmpeg', ['-v', 'error', '-y', '-i', await writeTone(inDir('a.wav'), 44_100), plain]);
  return write(name, Buffer.concat([tag(Buffer.concat(frames)), await readFile(plain)]));
}

/** The most memory that any child of this process takes while `work` runs, in bytes. */
async function peakOfChildren<T>(work: Promise<T>): Promise<{ result: T; peak: number }> {
  let peak = 0;
  const look = () => {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      try {
        const status = readFileSync(`/proc/${pid}/status`, 'utf8');
        if (!status.includes(`PPid:\t${process.pid}\n`)) continue;
        peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024);
      } catch {
        // It has ended meanwhile.
      }
    }
  };
  const timer = setInterval(look, 10);
  try {
    return { result: await work, peak };
  } finally {
    clearInterval(timer);
  }
}

describe('pictures and video in a sound file', () => {
  it('are not decoded: 200 pictures of 4000 x 4000 cost no memory', async () => {
    const file = await mp3WithPictures('apic-200.mp3', png(4_000), 200);
    const { result, peak } = await peakOfChildren(probeAudio(file));
    expect(result).toMatchObject({ codec: 'mp3', channels: 2 });
    expect(peak).toBeLessThan(512 * MB);
  }, 60_000);

  it('do not keep the sound from being used', async () => {
    const file = await mp3WithPictures('apic-1.mp3', png(64), 1);
    expect((await probeAudio(file)).durationS).toBeCloseTo(1, 1);
    const video = inDir('video.mp4');
    const sources = ['-f', 'lavfi', '-i', 'testsrc=d=1:s=64x64', '-f', 'lavfi', '-i', 'sine=d=1'];
    await runTool('ffmpeg', ['-v', 'error', '-y', ...sources, '-c:v', 'mpeg4', '-c:a', 'aac', video]);
    expect(await probeAudio(video)).toMatchObject({ container: 'mp4', codec: 'aac' });
  });
});

describe('chains that a file makes as long as it likes', () => {
  const reads = (file: string) => sniffAudio(file).then(String, (error: unknown) => error);

  it('of empty tags are refused after the first few', async () => {
    const file = await write('chain.mp3', Buffer.alloc(10 * MB, tag(Buffer.alloc(0))));
    await expect(sniffAudio(file)).rejects.toThrow('more tags than can be read');
    await expect(probeAudio(file)).rejects.toThrow(UnusableAudioError);
  });

  it('of a few real tags are stepped over', async () => {
    const plain = await readFile(await mp3WithPictures('few.mp3', png(16), 1));
    const file = await write(
      'few-more.mp3',
      Buffer.concat([tag(Buffer.alloc(99)), tag(Buffer.alloc(9)), plain]),
    );
    expect(await sniffAudio(file)).toBe('mp3');
  });

  it('end in every reader of ours within a bounded number of steps', async () => {
    const sync = Buffer.alloc(64 * 1024, Buffer.from([0xff, 0xfb, 0x10, 0x00]));
    const adts = Buffer.alloc(64 * 1024, Buffer.from([0xff, 0xf1, 0x50, 0x80, 0x00, 0xff, 0xfc]));
    for (const bytes of [sync, adts, Buffer.alloc(64 * 1024, 0xff)]) {
      expect(findFrames(bytes, mpegFrame, false)).toBeLessThan(bytes.length);
      expect(findFrames(bytes, adtsFrame, false)).toBeLessThan(bytes.length);
    }
    const chunk = Buffer.from('RIFF\0\0\0\0WAVE', 'latin1');
    const empty = Buffer.alloc(4 * MB, Buffer.from('junk\0\0\0\0', 'latin1'));
    expect(readWavHeader(Buffer.concat([chunk, empty]))).toBeNull();
  });

  it('end in FFmpeg: boxes, pages, chunks and blocks without content', async () => {
    const repeated = (head: string, unit: Buffer) =>
      Buffer.concat([Buffer.from(head, 'latin1'), Buffer.alloc(8 * MB, unit)]);
    const free = Buffer.from('\0\0\0\x08free', 'latin1');
    const page = Buffer.from(`OggS\0\0${'\0'.repeat(20)}\0`, 'latin1');
    const all = [
      repeated('\0\0\0\x10ftypM4A \0\0\0\0', free),
      repeated('\0\0\0\x10ftypM4A \0\0\0\0', Buffer.from('\0\0\0\x10moof\0\0\0\x08traf', 'latin1')),
      repeated('\0\0\0\x10ftypM4A \0\0\0\0', Buffer.from('\x0f\0\0\0mdat\0\0\0\x08moof', 'latin1')),
      repeated(`OggS\0\x02${'\0'.repeat(20)}\0`, page),
      repeated('RIFF\xff\xff\xff\x7fWAVE', Buffer.from('junk\0\0\0\0', 'latin1')),
      repeated('FORM\x7f\xff\xff\xffAIFF', Buffer.from('junk\0\0\0\0', 'latin1')),
      repeated('caff\0\x01\0\0', Buffer.from('free\0\0\0\0\0\0\0\0', 'latin1')),
      repeated('fLaC', Buffer.from([1, 0, 0, 0])),
      repeated('\x1a\x45\xdf\xa3\x80\x18\x53\x80\x67\x01\0\0\0\0\x7f\xff\xff', Buffer.from([0xec, 0x80])),
    ];
    for (const [index, content] of thinned(all, 4).entries()) {
      const outcome = await probeAudio(await write(`chain-${index}`, content)).catch(
        (error: unknown) => error,
      );
      expect(outcome, `file ${index}`).toBeInstanceOf(UnusableAudioError);
    }
  }, 120_000);

  it('end for random damage to the head of every kind of file', async () => {
    const heads = [
      'RIFF\0\0\0\0WAVEfmt ',
      'fLaC',
      'OggS',
      '\0\0\0\x20ftypM4A ',
      'FORM\0\0\0\0AIFF',
      'caff',
      '.snd',
    ];
    let state = 4242;
    const random = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state >>> 24;
    };
    for (const head of heads) {
      const noise = Buffer.from(Array.from({ length: 64 * 1024 }, random));
      await reads(await write('noise', Buffer.concat([Buffer.from(head, 'latin1'), noise])));
    }
  });
});

describe('a tool that reads an untrusted file', () => {
  /** What a shell finds out when it is started the way the tool is. */
  async function within(script: string): Promise<string> {
    const { spawnSync } = await import('node:child_process');
    const file = await writeTone(inDir('given.wav'), 100);
    const { prefix, descriptor } = isolate([], file);
    const [command = '/bin/sh', ...args] = [...prefix, '/bin/sh', '-c', script];
    const stdio = ['ignore', 'pipe', 'pipe', ...(descriptor === null ? [] : [descriptor])] as const;
    return String(spawnSync(command, args, { stdio: [...stdio] }).stdout);
  }
  const isWeak = ['none', 'no new privileges'].includes(isolationHere());
  if (isWeak) console.warn('Skipping the checks of isolation: this machine allows none.');

  it.skipIf(isWeak)('has no powers, and gains none', async () => {
    const status = await within('cat /proc/self/status');
    expect(status).toMatch(/CapEff:\s+0000000000000000/);
    expect(status).toMatch(/CapBnd:\s+0000000000000000/);
    expect(status).toMatch(/NoNewPrivs:\s+1/);
    expect(status).not.toMatch(/^Uid:\s+0\s/m.test(status) && process.getuid?.() === 0 ? /Uid:\s+0/ : /^$/);
  });

  it.skipIf(isWeak || isolationHere() === 'own user')('reaches no network', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    expect((await within('cat /proc/net/dev')).split('\n').filter((line) => /:\s+[1-9]/.test(line))).toEqual(
      [],
    );
    server.close();
  });

  it('gets nothing of the environment of the studio', async () => {
    process.env.NEXTAUTH_SECRET = 'a secret for tests alone';
    const child = startTool('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'anullsrc', '-f', 'null', '-']);
    child.stdout.resume();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const children = readdirSync('/proc').filter((pid) => {
      try {
        return (
          /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/status`, 'utf8').includes(`PPid:\t${process.pid}\n`)
        );
      } catch {
        return false;
      }
    });
    const environments = children.map((pid) => readFileSync(`/proc/${pid}/environ`, 'latin1'));
    const tools = environments.filter((text) => text.includes('LC_ALL=C'));
    expect(tools.length).toBeGreaterThan(0);
    for (const text of tools) expect(text).not.toContain('NEXTAUTH_SECRET');
    child.kill();
    await child.ended;
  });

  it('decodes the same samples as before', async () => {
    const file = await writeTone(inDir('same.wav'), 44_100);
    let frames = 0;
    for await (const block of decodeStream(file, { sampleRate: 44_100, channels: 2 }))
      frames += block.length / 2;
    expect(frames).toBe(44_100);
  });

  it('is killed when whoever waits for it has waited too long, not while the reader is busy', async () => {
    const endless = ['-v', 'error', '-re', '-f', 'lavfi', '-i', 'anullsrc', '-f', 'null', '-'];
    const child = startTool('ffmpeg', endless, { timeoutMs: null });
    const limit = new WaitingLimit('ffmpeg', child);
    limit.extend(-59_900);
    const read = async () => {
      for await (const _ of limit.read(child.stdout, 0)) expect.fail('It prints nothing.');
      await child.ended;
    };
    await expect(read()).rejects.toThrow(ToolTimeoutError);
  });

  it('leaves no open descriptor behind', async () => {
    const file = await writeTone(inDir('closed.wav'), 1_000);
    const count = () => readdirSync('/proc/self/fd').length;
    await probeAudio(file);
    const before = count();
    for (let i = 0; i < 5; i++) await probeAudio(file);
    expect(count()).toBeLessThanOrEqual(before + 1);
    const handle = await open(file);
    await handle.close();
  });
});
