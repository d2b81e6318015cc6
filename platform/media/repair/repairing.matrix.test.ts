// Damaged files and files that change in the middle: everything that is whole sounds, at its time and level.

import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at } from '@/contract/required';
import { thinned } from '@/contract/testing/thinned';
import { type Damage, damageNote } from '../damage';
import { decodeWhole } from '../decode';
import { probeAudio } from '../probe';
import { runTool } from '../tool';

const RATE = 44_100;
let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'repairing-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const inDir = (name: string) => path.join(dir, name);

/** A sine of `hz` on the left and `rightHz` on the right (mono without it), encoded by its name and `args`. */
async function made(name: string, seconds: number, hz: number, rightHz?: number, ...args: string[]) {
  const source = (frequency: number) => `sine=frequency=${frequency}:sample_rate=${RATE}:duration=${seconds}`;
  const inputs = [hz, ...(rightHz === undefined ? [] : [rightHz])].flatMap((f) => [
    '-f',
    'lavfi',
    '-i',
    source(f),
  ]);
  const join = rightHz === undefined ? [] : ['-filter_complex', '[0][1]join=inputs=2'];
  await runTool('ffmpeg', ['-v', 'error', '-y', ...inputs, ...join, ...args, inDir(name)]);
  return inDir(name);
}

async function decoded(file: string) {
  const found: Damage[] = [];
  const onDamage = (damage: Damage) => {
    found.push(damage);
  };
  const options = { sampleRate: RATE, channels: 2, onDamage } as const;
  const [left = new Float32Array(), right = new Float32Array()] = await decodeWhole(file, options);
  return { left, right, damage: found[0] ?? null };
}

/** Level in dB of the part from `fromS` to `toS`, and its frequency by its zero crossings. */
function heard(samples: Float32Array, fromS: number, toS: number) {
  const part = samples.subarray(Math.round(fromS * RATE), Math.round(toS * RATE));
  let [energy, crossings] = [0, 0];
  for (let i = 0; i < part.length; i++) {
    energy += at(part, i) ** 2;
    if (i > 0 && at(part, i) >= 0 !== at(part, i - 1) >= 0) crossings++;
  }
  const hz = (crossings * RATE) / (2 * part.length);
  return { db: 10 * Math.log10(energy / part.length + 1e-12), hz: Math.round(hz / 10) * 10 };
}

/** The level of FFmpeg's sine: an eighth of full scale. MP3 encoders make it half a decibel less. */
const SINE_DB = 20 * Math.log10(0.125 / Math.SQRT2);

function expectSine(samples: Float32Array, fromS: number, toS: number, hz: number) {
  const found = heard(samples, fromS, toS);
  expect(found.hz).toBe(hz);
  expect(Math.abs(found.db - SINE_DB)).toBeLessThan(0.6);
}

async function damaged(name: string, file: string, damage: (bytes: Buffer) => Buffer): Promise<string> {
  await writeFile(inDir(name), damage(await readFile(file)));
  return inDir(name);
}

const zeroed = (bytes: Buffer): Buffer => {
  const copy = Buffer.from(bytes);
  const from = Math.floor(bytes.length / 2);
  return copy.fill(0, from, from + 3_000);
};
const cut = (bytes: Buffer): Buffer => {
  const from = Math.floor(bytes.length / 2);
  return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + 3_000)]);
};

describe('channels that change in the middle', () => {
  it.each(
    thinned(
      [
        ['mp3', ['-b:a', '128k', '-write_xing', '0', '-id3v2_version', '0']],
        ['aac', ['-c:a', 'aac', '-b:a', '128k']],
        ['ogg', ['-c:a', 'libvorbis']],
        ['opus', ['-c:a', 'libopus']],
      ] as const,
      3,
    ),
  )('keep both sides and the level in %s', async (kind, args) => {
    const mono = await readFile(await made(`mono.${kind}`, 1, 500, undefined, ...args));
    const stereo = await readFile(await made(`stereo.${kind}`, 1, 440, 660, ...args));
    for (const [order, parts] of [
      ['ms', [mono, stereo]],
      ['sm', [stereo, mono]],
    ] as const) {
      await writeFile(inDir(`${order}.${kind}`), Buffer.concat(parts));
      const { left, right, damage } = await decoded(inDir(`${order}.${kind}`));
      const [monoAt, stereoAt] = order === 'ms' ? [0.2, 1.2] : [1.2, 0.2];
      for (const side of [left, right]) expectSine(side, monoAt, monoAt + 0.5, 500);
      expectSine(left, stereoAt, stereoAt + 0.5, 440);
      expectSine(right, stereoAt, stereoAt + 0.5, 660);
      expect(damage && damageNote(damage)).toBeNull();
      expect(
        Math.abs((await probeAudio(inDir(`${order}.${kind}`))).durationS * RATE - left.length),
      ).toBeLessThan(2);
    }
  });

  it.each(
    thinned(
      [
        ['mp3', ['-b:a', '128k', '-write_xing', '0', '-id3v2_version', '0']],
        ['aac', ['-c:a', 'aac', '-b:a', '128k']],
        ['ogg', ['-c:a', 'libvorbis']],
      ] as const,
      3,
      1,
    ),
  )('lose nothing where the sample rate changes in %s', async (kind, args) => {
    const at44 = await made(`at44.${kind}`, 1, 440, undefined, ...args);
    const at48 = await made(`at48.${kind}`, 1, 600, undefined, '-ar', '48000', ...args);
    const lengths = [await decoded(at44), await decoded(at48)].map(({ left }) => left.length);
    await writeFile(inDir(`rates.${kind}`), Buffer.concat([await readFile(at44), await readFile(at48)]));
    const { left } = await decoded(inDir(`rates.${kind}`));
    expect(left.length).toBe(at(lengths, 0) + at(lengths, 1));
    expectSine(left, 0.2, 0.8, 440);
    expectSine(left, 1.2, 1.8, 600);
  });

  it('are mono and stereo under any mask', async () => {
    await made('two.wav', 0.2, 440, 660);
    await made('one.wav', 0.2, 440);
    for (const [name, mask, rightHz] of thinned(
      [
        ['two.wav', 5, 660],
        ['two.wav', 9, 660],
        ['one.wav', 8, 440],
        ['one.wav', 2, 440],
      ] as const,
      3,
    )) {
      const wav = await readFile(inDir(name));
      const channels = wav.readUInt16LE(22);
      const fmt = Buffer.alloc(48);
      wav.copy(fmt, 0, 12, 36);
      fmt.writeUInt32LE(40, 4);
      fmt.writeUInt16LE(0xfffe, 8);
      fmt.writeUInt16LE(22, 24);
      fmt.writeUInt16LE(16, 26);
      fmt.writeUInt32LE(mask, 28);
      fmt.write('0100000000001000800000aa00389b71', 32, 'hex');
      const data = wav.subarray(wav.indexOf('data'));
      await writeFile(inDir('mask.wav'), Buffer.concat([wav.subarray(0, 12), fmt, data]));
      const flac = inDir('mask.flac');
      await runTool('ffmpeg', ['-v', 'error', '-y', '-i', inDir('mask.wav'), flac]);
      for (const file of [inDir('mask.wav'), flac]) {
        expect(await probeAudio(file)).toMatchObject({ channels });
        const { left, right } = await decoded(file);
        expectSine(left, 0, 0.2, 440);
        expectSine(right, 0, 0.2, rightHz);
      }
    }
  });
});

describe('MP3 files that were joined', () => {
  const tagged = ['-b:a', '128k', '-id3v2_version', '0'];
  const untagged = [...tagged, '-write_xing', '0'];
  const withId3 = ['-b:a', '128k', '-id3v2_version', '3', '-write_id3v1', '1'];
  it.each(
    thinned(
      [
        ['Info and Info', [tagged, tagged], 0],
        ['Info and Xing', [tagged, ['-q:a', '2', '-id3v2_version', '0']], 0],
        ['Xing and none', [['-q:a', '2', '-id3v2_version', '0'], untagged], 2],
        ['ID3 tags between them', [withId3, withId3], 0],
        ['ID3 tags and no header in the second', [withId3, [...withId3, '-write_xing', '0']], 0],
        ['three parts', [tagged, untagged, tagged], 2],
      ] as const,
      3,
      2,
    ),
  )('lose nothing: %s', async (name, parts, mostFrames) => {
    const files: string[] = [];
    for (const [i, args] of parts.entries()) {
      files.push(await made(`${name}-${i}.mp3`, 1.2, 400 + 100 * i, undefined, ...args));
    }
    const joinedFile = inDir(`${name}.mp3`);
    await writeFile(joinedFile, Buffer.concat(await Promise.all(files.map((file) => readFile(file)))));
    const lengths = await Promise.all(files.map(async (file) => (await decoded(file)).left.length));
    const sum = lengths.reduce((a, b) => a + b, 0);
    const { left, damage } = await decoded(joinedFile);
    // The padding of a part stays where nothing says that another part begins.
    expect(left.length - sum).toBeGreaterThanOrEqual(0);
    expect(left.length - sum).toBeLessThanOrEqual(mostFrames * 1152);
    parts.forEach((_, i) => {
      expectSine(left, 1.2 * i + 0.3, 1.2 * i + 1, 400 + 100 * i);
    });
    expect(damage && damageNote(damage)).toBeNull();
    expect((await probeAudio(joinedFile)).durationS * RATE).toBeCloseTo(left.length, 0);
  });
});

describe('bytes removed from an MP3 file that counts its frames', () => {
  /** Noise whose frames differ in size, 6 s. */
  const encoded = async () => {
    const noise = 'anoisesrc=duration=6:sample_rate=44100:amplitude=0.2:seed=3,tremolo=f=3:d=0.9';
    await runTool('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', noise, '-q:a', '3', inDir('vbr.mp3')]);
    return inDir('vbr.mp3');
  };
  const expectSameEnd = (left: Float32Array, before: Float32Array) => {
    expect(left.length).toBe(before.length);
    const from = 5.3 * RATE;
    const error = left
      .subarray(from)
      .reduce((most, x, i) => Math.max(most, Math.abs(x - at(before, from + i))), 0);
    expect(error).toBeLessThan(1e-3);
  };

  it('leave what follows in its place, wherever within a frame they were removed', async () => {
    const file = await encoded();
    const before = await decoded(file);
    for (const offset of thinned([0, 77, 155, 300], 3)) {
      const short = await damaged('vbr-cut.mp3', file, (bytes) => {
        const from = (bytes.length >> 1) + offset;
        return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + bytes.length / 12)]);
      });
      const { left, damage } = await decoded(short);
      expectSameEnd(left, before.left);
      expect(damage?.silentS).toBeGreaterThan(0.3);
      expect(damage?.missingEndS).toBe(0);
    }
  });

  it('account for what other damage does not', async () => {
    const file = await encoded();
    const before = await decoded(file);
    const holes = await damaged('vbr-holes.mp3', file, (bytes) => {
      const [third, part] = [Math.floor(bytes.length / 3), Math.floor(bytes.length / 30)];
      const cut = [bytes.subarray(0, third), bytes.subarray(third + part, 2 * third)];
      return Buffer.concat([...cut, Buffer.alloc(part), bytes.subarray(2 * third + part)]);
    });
    const { left, damage } = await decoded(holes);
    expectSameEnd(left, before.left);
    expect(damage?.missingEndS).toBe(0);
    expect(damage?.silentS).toBeGreaterThan(0.3);
  });
});

describe('damage in the middle', () => {
  it.each(
    thinned(
      [
        ['flac', ['-sample_fmt', 's16'], true],
        ['mp3', ['-b:a', '128k'], true],
        ['aac', ['-c:a', 'aac', '-b:a', '128k'], false],
        ['m4a', ['-c:a', 'aac', '-b:a', '128k'], true],
        ['opus', ['-c:a', 'libopus', '-b:a', '128k', '-page_duration', '100000'], true],
      ] as const,
      5,
      1,
    ),
  )('of %s becomes silence in its place and is said', async (kind, args, isExact) => {
    const whole = await made(`whole.${kind}`, 3, 440, 660, ...args);
    const before = await decoded(whole);
    expect(before.damage && damageNote(before.damage)).toBeNull();
    const file = await damaged(`zeroed.${kind}`, whole, zeroed);
    const { left, right, damage } = await decoded(file);
    if (isExact) expect(left.length).toBe(before.left.length);
    else expect(Math.abs(left.length - before.left.length)).toBeLessThanOrEqual(2 * 1024);
    expectSine(left, 0.2, 1, 440);
    expectSine(right, 2.2, 2.8, 660);
    expect(damage?.silentS).toBeGreaterThan(0.05);
    expect(damage && damageNote(damage)).toContain('cannot be decoded and are silent');
    const probe = await probeAudio(file);
    expect(probe.silentS).toBeCloseTo(damage?.silentS ?? 0, 3);
    expect(Math.abs(probe.durationS * RATE - left.length)).toBeLessThan(2);
  });

  it.each(['flac', 'mp3'])('that removed bytes of %s keeps what follows in its place', async (kind) => {
    const whole = await made(`removed-whole.${kind}`, 3, 440, 660);
    const before = await decoded(whole);
    const { left, damage } = await decoded(await damaged(`removed.${kind}`, whole, cut));
    expect(left.length).toBe(before.left.length);
    const end = [left, before.left].map((samples) => samples.subarray(2.5 * RATE));
    expect(Math.max(...at(end, 0).map((x, i) => Math.abs(x - at(at(end, 1), i))))).toBeLessThan(1e-3);
    expect(damage?.silentS).toBeGreaterThan(0);
  });

  it('of seconds of FLAC is filled by frames that FFmpeg does not lose', async () => {
    const noise = ['-f', 'lavfi', '-i', 'anoisesrc=duration=4:sample_rate=44100:amplitude=0.3'];
    const format = ['-ac', '1', '-sample_fmt', 's16', '-frame_size', '1024'];
    await runTool('ffmpeg', ['-v', 'error', ...noise, ...format, inDir('noise.flac')]);
    const file = await damaged('hole.flac', inDir('noise.flac'), (bytes) => {
      const third = Math.floor(bytes.length / 3);
      return Buffer.from(bytes).fill(0, third, 2 * third);
    });
    const [before, { left, damage }] = [await decoded(inDir('noise.flac')), await decoded(file)];
    expect(left.length).toBe(before.left.length);
    expect(left.subarray(3 * RATE)).toEqual(before.left.subarray(3 * RATE));
    expect(damage?.silentS).toBeGreaterThan(1);
  });

  it('of a FLAC head that announces blocks too small is repaired', async () => {
    const whole = await made('blocks.flac', 1, 440, 660);
    const file = await damaged('small-blocks.flac', whole, (bytes) => {
      const copy = Buffer.from(bytes);
      copy.writeUInt16BE(16, 8);
      copy.writeUInt16BE(16, 10);
      return copy;
    });
    expect((await decoded(file)).left).toEqual((await decoded(whole)).left);
  });

  it('of FLAC is distinguished from a last frame of a few bytes, and from a change of bit depth', async () => {
    const args = ['-af', 'atrim=end_sample=9217,volume=0', '-frame_size', '4608'];
    const quiet = await made('quiet.flac', 1, 440, undefined, ...args);
    const deep = await made('deep.flac', 1, 440, undefined, '-sample_fmt', 's32');
    const [first, second] = [await readFile(quiet), await readFile(deep)];
    expect(await decoded(quiet)).toMatchObject({
      left: { length: 9217 },
      damage: { silentS: 0, missingEndS: 0 },
    });
    const frames = second.subarray(second.indexOf(Buffer.from([0xff, 0xf8])));
    await writeFile(inDir('bits.flac'), Buffer.concat([first, frames]));
    const { left } = await decoded(inDir('bits.flac'));
    expect(left).toHaveLength(9217 + RATE);
    expectSine(left, 0.4, 1, 440);
  });

  it.each(
    thinned(
      [
        ['flac', []],
        ['mp3', ['-b:a', '128k']],
        ['wav', []],
        ['m4a', ['-c:a', 'aac', '-movflags', '+faststart']],
        ['mp4', ['-c:a', 'alac', '-movflags', '+faststart']],
        ['webm', ['-c:a', 'libopus']],
        ['mkv', ['-c:a', 'libvorbis']],
      ] as const,
      3,
    ),
  )('of the end of %s is said and adds nothing', async (kind, args) => {
    const whole = await made(`long.${kind}`, 2, 440, 660, ...args);
    const file = await damaged(`short.${kind}`, whole, (bytes) => bytes.subarray(0, bytes.length / 2));
    const { left, damage } = await decoded(file);
    expect(left.length).toBeLessThan(1.3 * RATE);
    expect(Math.abs((damage?.missingEndS ?? 0) + left.length / RATE - 2)).toBeLessThan(0.06);
    expect(damage && damageNote(damage)).toContain('earlier than it says');
    expect((await probeAudio(file)).missingEndS).toBeCloseTo(damage?.missingEndS ?? 0, 2);
  });
});

describe('damage that FFmpeg says nothing about', () => {
  it.each(
    thinned(
      [
        ['vorbis.ogg', ['-c:a', 'libvorbis']],
        ['opus.opus', ['-c:a', 'libopus']],
        ['fragments.mp4', ['-c:a', 'aac', '-movflags', 'empty_moov', '-frag_duration', '1000000']],
      ] as const,
      2,
    ),
  )('at the end of %s is said as far as the file says it', async (name, args) => {
    const whole = await made(name, 4, 440, 660, ...args);
    expect((await decoded(whole)).damage).toMatchObject({ missingEndS: 0 });
    const file = await damaged(`short-${name}`, whole, (bytes) => bytes.subarray(0, bytes.length * 0.6));
    const { damage } = await decoded(file);
    expect(damage && damageNote(damage)).toContain('earlier than it says');
  });

  it('in a fragment of MP4 is said, and the fragments behind it are kept', async () => {
    const args = ['-c:a', 'aac', '-movflags', 'empty_moov', '-frag_duration', '500000'];
    const whole = await made('index.mp4', 5, 440, 660, ...args);
    expect((await decoded(whole)).damage).toMatchObject({ silentS: 0, missingEndS: 0 });
    const { left, damage } = await decoded(await damaged('index-cut.mp4', whole, cut));
    expect(Math.abs(left.length / RATE - 5)).toBeLessThan(0.1);
    expectSine(left, 4, 4.8, 440);
    expect(damage?.silentS).toBeGreaterThan(0.05);
    expect(damage?.missingEndS).toBe(0);
  });

  it('in the middle of FLAC in Ogg is said with all that is lost', async () => {
    const whole = await made('flac.oga', 6, 440, 660, '-c:a', 'flac');
    expect((await decoded(whole)).damage).toMatchObject({ silentS: 0, missingEndS: 0 });
    const { left, damage } = await decoded(await damaged('hole.oga', whole, zeroed));
    expect(damage && damageNote(damage)).not.toBeNull();
    expect(left.length / RATE + (damage?.missingEndS ?? 0)).toBeCloseTo(6, 1);
  });

  it.each([
    ['aac', ['-c:a', 'aac', '-b:a', '128k', '-movflags', '+faststart']],
    ['alac', ['-c:a', 'alac', '-movflags', '+faststart']],
  ] as const)('where bytes of MP4 with %s were removed is said with all that is lost', async (kind, args) => {
    const whole = await made(`mp4-${kind}.m4a`, 3, 440, 660, ...args);
    const { left, damage } = await decoded(await damaged(`mp4-cut-${kind}.m4a`, whole, cut));
    const silentS = damage?.silentS ?? 0;
    expect(silentS + (damage?.missingEndS ?? 0)).toBeGreaterThan(0.1);
    expect(left.length / RATE + (damage?.missingEndS ?? 0)).toBeCloseTo(3, 1);
  });
});

describe('holes in a file of tones that say where they belong', () => {
  const SECONDS = 16;
  const TONE_DB = 20 * Math.log10(0.3 / Math.SQRT2);
  const hzAt = (second: number) => 300 + 100 * second;
  /** A tone for each second, encoded. */
  const tones = async (name: string, args: readonly string[]): Promise<Buffer> => {
    const tone = '0.3*sin(2*PI*(300+100*floor(t))*t)';
    const source = `aevalsrc='${tone}|${tone}':s=${RATE}:d=${SECONDS}`;
    await runTool('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', source, ...args, inDir(name)]);
    return readFile(inDir(name));
  };
  const part = (bytes: Buffer, from: number, to: number) =>
    bytes.subarray(Math.floor(bytes.length * from), Math.floor(bytes.length * to));
  const DAMAGES: readonly (readonly [what: string, damage: (bytes: Buffer) => Buffer])[] = [
    [
      'one hole',
      (bytes) =>
        Buffer.concat([part(bytes, 0, 0.4), Buffer.alloc(part(bytes, 0.4, 0.5).length), part(bytes, 0.5, 1)]),
    ],
    [
      'two holes',
      (bytes) => {
        const copy = Buffer.from(bytes);
        part(copy, 0.3, 0.4).fill(0);
        part(copy, 0.7, 0.75).fill(0);
        return copy;
      },
    ],
    ['bytes removed', (bytes) => Buffer.concat([part(bytes, 0, 0.4), part(bytes, 0.5, 1)])],
    [
      'bytes removed twice',
      (bytes) => Buffer.concat([part(bytes, 0, 0.3), part(bytes, 0.4, 0.7), part(bytes, 0.75, 1)]),
    ],
    [
      'a hole and no end',
      (bytes) =>
        part(
          Buffer.from(bytes).fill(0, Math.floor(bytes.length * 0.4), Math.floor(bytes.length * 0.5)),
          0,
          0.8,
        ),
    ],
  ];
  const FILES: readonly (readonly [name: string, args: readonly string[]])[] = [
    ['tones.m4a', ['-c:a', 'aac', '-b:a', '128k', '-movflags', '+faststart']],
    ['tones.oga', ['-c:a', 'flac']],
    ['tones.opus', ['-c:a', 'libopus', '-b:a', '256k']],
    ['written.mp4', ['-c:a', 'aac', '-movflags', 'empty_moov', '-frag_duration', '1000000']],
    ['based.mp4', ['-c:a', 'aac', '-movflags', 'empty_moov+default_base_moof', '-frag_duration', '1000000']],
  ];

  /** Seconds of which not all sounds at its level; those that do have the tone that belongs there. */
  const expectInPlace = (samples: Float32Array): number => {
    let damagedSeconds = 0;
    for (let second = 0; second + 1 <= samples.length / RATE; second++) {
      const { db, hz } = heard(samples, second + 0.2, second + 0.8);
      if (Math.abs(db - TONE_DB) > 0.5) damagedSeconds++;
      // The tones of neighbours are 100 Hz away; the edge of a hole within a second adds some crossings.
      else expect(Math.abs(hz - hzAt(second))).toBeLessThan(50);
    }
    return damagedSeconds;
  };

  const cases = FILES.flatMap(([name, args]) =>
    DAMAGES.map(([what, damage]) => ({ name, args, what, damage })),
  );
  it.each(thinned(cases, 6))(
    '$name with $what: what follows stays in its place',
    async ({ name, args, what, damage }) => {
      const file = inDir(`${what}-${name}`);
      await writeFile(file, damage(await tones(name, args)));
      const { left, damage: found } = await decoded(file);
      const { silentS, missingEndS } = found ?? { silentS: 0, missingEndS: 0 };
      expect(expectInPlace(left)).toBeLessThanOrEqual(silentS + 4);
      const probe = await probeAudio(file);
      expect(probe.silentS).toBeCloseTo(silentS, 2);
      expect(probe.missingEndS).toBeCloseTo(missingEndS, 2);
      // What is there, with its silence, and what is missing at the end make up the whole.
      const isMp4 = name.endsWith('m4a');
      const saysLength = isMp4 || !what.includes('no end');
      if (saysLength) expect(left.length / RATE + missingEndS).toBeCloseTo(SECONDS, 1);
      const losesRest = isMp4 && what.includes('removed');
      expect(silentS + missingEndS).toBeGreaterThan(SECONDS * (losesRest ? 0.5 : 0.05));
      expect(silentS + missingEndS).toBeLessThan(SECONDS * (losesRest ? 0.8 : 0.35));
      if (!losesRest && !what.includes('no end')) expect(missingEndS).toBeLessThan(0.1);
    },
  );

  it('of most of a fragmented file without an index leave its end in its place', async () => {
    const [, args] = FILES.find(([name]) => name === 'based.mp4') ?? ['', []];
    const bytes = await tones('most.mp4', args);
    // An index of fragments ends the file.
    const whole = bytes.subarray(0, bytes.lastIndexOf('mfra') - 4);
    const holes = Buffer.from(whole);
    part(holes, 0.1, 0.85).fill(0);
    for (const damagedBytes of [holes, Buffer.concat([part(whole, 0, 0.1), part(whole, 0.85, 1)])]) {
      await writeFile(inDir('most-damaged.mp4'), damagedBytes);
      const { left, damage } = await decoded(inDir('most-damaged.mp4'));
      expect(left.length / RATE).toBeCloseTo(SECONDS, 1);
      expect(heard(left, 15.1, 15.8).hz).toBe(hzAt(15));
      expect(damage?.silentS).toBeGreaterThan(11);
    }
  });

  it('keep the frames of the last page of FLAC in Ogg, which has no end', async () => {
    const bytes = await tones('cut.oga', ['-c:a', 'flac']);
    await writeFile(inDir('cut-page.oga'), part(bytes, 0, 0.6));
    const { left, damage } = await decoded(inDir('cut-page.oga'));
    expect(left.length / RATE).toBeGreaterThan(0.57 * SECONDS);
    const last = Math.floor(left.length / RATE) - 1;
    expect(heard(left, last + 0.2, last + 0.8).hz).toBe(hzAt(last));
    expect(damage?.missingEndS).toBeGreaterThan(0);
  });
});

describe('padding at the end', () => {
  it.each(
    thinned(
      [
        ['a.m4a', ['-c:a', 'aac'], 44_100, 30_001],
        ['b.m4a', ['-c:a', 'aac', '-movflags', '+faststart'], 48_000, 20_000],
        ['c.m4a', ['-c:a', 'alac'], 44_100, 33_333],
        ['d.mp4', ['-c:a', 'libopus'], 48_000, 22_222],
        ['e.webm', ['-c:a', 'libopus'], 48_000, 22_222],
        ['f.mkv', ['-c:a', 'flac'], 44_100, 12_345],
        ['g.mp3', ['-b:a', '128k'], 44_100, 30_001],
        ['h.ogg', ['-c:a', 'libvorbis'], 44_100, 30_001],
        ['i.ogg', ['-c:a', 'libvorbis'], 44_100, 100_000],
      ] as const,
      3,
    ),
  )('of %s is cut', async (name, args, rate, samples) => {
    const source = `sine=sample_rate=${rate}`;
    const filter = `atrim=end_sample=${samples}`;
    await runTool('ffmpeg', [
      '-v',
      'error',
      '-f',
      'lavfi',
      '-i',
      source,
      '-af',
      filter,
      ...args,
      inDir(name),
    ]);
    const [left] = await decodeWhole(inDir(name), { sampleRate: rate, channels: 2 });
    expect(left).toHaveLength(samples);
    expect((await probeAudio(inDir(name))).durationS).toBeCloseTo(samples / rate, 5);
  });
});

const REPORTS = path.resolve('../shared/fixtures/reports');
const hasReports = existsSync(path.join(REPORTS, 'flac-hole.flac'));
if (!hasReports) console.warn(`Skipping the files of reports: there is no ${REPORTS}.`);

describe.skipIf(!hasReports)('the files of reports', () => {
  it.each([
    ['flac-hole.flac', 148_628],
    ['aac-148628-samples.m4a', 148_628],
    ['wav-24-valid-in-32.wav', 66_150],
    ['wav-2ch-mask-5.wav', 66_150],
    ['wav-2ch-mask-9.wav', 66_150],
    ['chain-mono-stereo.opus', 176_400],
  ])('%s has %i samples at 44.1 kHz', async (name, samples) => {
    expect((await decoded(path.join(REPORTS, name))).left).toHaveLength(samples);
  });

  it('have two sides where a stereo part follows a mono one', async () => {
    for (const name of ['mono-then-stereo.mp3', 'mono-then-stereo.aac', 'chain-mono-stereo.opus']) {
      const { left, right } = await decoded(path.join(REPORTS, name));
      expect(heard(left, 2.5, 3.5).hz).toBe(440);
      expect(heard(right, 2.5, 3.5).hz).toBe(660);
    }
  });
});
