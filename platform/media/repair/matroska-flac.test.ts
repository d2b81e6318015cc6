// FLAC in Matroska with damage in its frames and between them: silence in place, with a note, and nothing louder.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { damageNote } from '../damage';
import { decodeWhole } from '../decode';
import { probeAudio } from '../probe';
import { runTool } from '../tool';

const RATE = 44_100;
let dir = '';
let whole: Buffer = Buffer.alloc(0);
let healthy = new Float32Array();

async function opened(bytes: Buffer) {
  const file = path.join(dir, 'file.mka');
  await writeFile(file, bytes);
  const [left = new Float32Array()] = await decodeWhole(file, { sampleRate: RATE, channels: 2 });
  const probe = await probeAudio(file);
  return { left, probe, note: damageNote(probe) };
}

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'matroska-'));
  const file = path.join(dir, 'whole.mka');
  const source = `anoisesrc=a=0.05:c=pink:seed=7:r=${RATE}:d=12`;
  const args = ['-f', 'lavfi', '-i', source, '-ac', '2', '-c:a', 'flac', file];
  await runTool('ffmpeg', ['-v', 'error', '-y', ...args]);
  whole = await readFile(file);
  healthy = new Float32Array((await opened(whole)).left);
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const at = (share: number) => Math.floor(whole.length * share);

/** Every sample is as in the whole file, or silent. */
function expectOnlySilence(left: Float32Array): void {
  expect(left.length).toBe(healthy.length);
  expect(left.findIndex((x, i) => x !== 0 && x !== healthy[i])).toBe(-1);
}

describe('FLAC in Matroska', () => {
  it('that is whole has no note', async () => {
    const { note, probe } = await opened(whole);
    expect(note).toBeNull();
    expect(probe.durationS).toBeCloseTo(12, 2);
  });

  it.each([0.2, 0.37, 0.5, 0.81])(
    'with 400 zeroed bytes, %s of the way in, is silent there alone',
    async (share) => {
      const { left, probe, note } = await opened(Buffer.from(whole).fill(0, at(share), at(share) + 400));
      expectOnlySilence(left);
      expect(probe.silentS).toBeGreaterThan(0.05);
      expect(probe.silentS).toBeLessThan(0.3);
      expect(note).toContain('are silent (at 0:');
    },
  );

  it('with bytes removed keeps what is behind them in its place', async () => {
    const { left, probe } = await opened(
      Buffer.concat([whole.subarray(0, at(0.5)), whole.subarray(at(0.5) + 5_000)]),
    );
    expectOnlySilence(left);
    expect(probe.silentS).toBeLessThan(0.4);
  });

  it('with other bytes in place of the heads of blocks goes on with the next block', async () => {
    const bytes = Buffer.from(whole);
    const next = bytes.indexOf(Buffer.from([0xff, 0xf8]), at(0.4));
    const { left, probe } = await opened(bytes.fill(0x55, next - 12, next + 20));
    expectOnlySilence(left);
    expect(probe.silentS).toBeLessThan(0.4);
  });
});
