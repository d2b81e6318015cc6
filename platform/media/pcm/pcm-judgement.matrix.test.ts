// Which headers are believed: those of healthy files always, those that lie where the samples contradict them.
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { thinned } from '@/contract/testing/thinned';
import { runTool } from '../tool';
import { readPcm } from './read-pcm';
import { aiff, au, CONTAINERS, type Container, caf, formatNamed, readAs, wave } from './testing/containers';
import { randomSound } from './testing/random-sounds';
import {
  HEALTHY_SOUNDS,
  MUSICAL_SOUNDS,
  PAIRS,
  QUIET_DRUMS,
  randomNumbers,
  soundOf,
  type Voice,
  voicePair,
} from './testing/sounds';
import { aiffFile, auFile, packed, waveFile } from './testing/wav-files';

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'judgement-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const judged = (samples: Float64Array, channels: number, stored: string, container: Container) =>
  readAs(path.join(dir, 'file'), samples, channels, { stored, container });

describe('healthy files', () => {
  it.each(thinned(Object.entries(HEALTHY_SOUNDS), 8, 1))(
    'with %s keep the declared format',
    async (_, voice) => {
      const misread: string[] = [];
      for (const channels of [1, 2]) {
        const samples = soundOf(voice, 4_096, channels);
        for (const [format, container] of CONTAINERS) {
          const found = await judged(samples, channels, format, container);
          if (found !== format) misread.push(`${container[0]} ${format}, ${channels} channels: ${found}`);
        }
      }
      expect(misread).toEqual([]);
    },
  );
});

describe('healthy files with another sound in each channel', () => {
  it.each(thinned(Object.entries(PAIRS), 8))('keep the declared format with %s', async (_, pair) => {
    const misread: string[] = [];
    for (const isSwapped of [false, true]) {
      const samples = soundOf(voicePair(pair, isSwapped), 6_000, 2);
      for (const [format, container] of CONTAINERS) {
        const found = await judged(samples, 2, format, container);
        if (found !== format) misread.push(`${container[0]} ${format}, swapped ${isSwapped}: ${found}`);
      }
    }
    expect(misread).toEqual([]);
  });
});

describe('AIFF whose number of frames contradicts its bits', () => {
  const FRAMES = 12_000;
  const LYING: readonly (readonly [declared: number, stored: string, compression: string | undefined])[] = [
    [8, 's16be', undefined],
    [8, 's24be', undefined],
    [16, 's8', undefined],
    [16, 's24be', undefined],
    [16, 's32be', undefined],
    [24, 's16be', undefined],
    [24, 's32be', undefined],
    [32, 's16be', undefined],
    [24, 's16le', undefined],
    [16, 's24le', 'sowt'],
    [32, 's32be', 'in24'],
    [32, 's16be', 'fl32'],
    [32, 'f64be', 'fl32'],
  ];

  it.each(thinned(LYING, 6))(
    'declaring %i bits over %s is read by its frames',
    async (bits, stored, compression) => {
      const wrong: string[] = [];
      for (const [name, voice] of Object.entries(MUSICAL_SOUNDS)) {
        for (const channels of [1, 2]) {
          const samples = soundOf(voice, FRAMES, channels, 5);
          const wrap = (data: Buffer) => aiffFile(channels, bits, data, compression, FRAMES);
          const found = await judged(samples, channels, stored, ['aiff', wrap]);
          if (found !== stored) wrong.push(`${name}, ${channels} channels: ${found}`);
        }
      }
      expect(wrong).toEqual([]);
    },
  );
});

describe('quiet drums', () => {
  it.each([
    ['s16be', 's16le'],
    ['s16le', 's16be'],
    ['s24be', 's24le'],
  ])('stored as %s are not read as %s', async (stored, declared) => {
    for (const channels of [1, 2]) {
      const samples = soundOf(QUIET_DRUMS, 60_000, channels, 3);
      expect(await judged(samples, channels, stored, wave(declared))).toBe(stored);
      expect(await judged(samples, channels, declared, wave(declared))).toBe(declared);
    }
  });
});

describe('a sweep above a constant on the left and its inverse on the right', () => {
  it('keeps integers of 32 bits, which are floats of neither channel', async () => {
    const sweep: Voice = (channel) => (frame) =>
      (channel === 0 ? 1 : -1) * (0.46 + 0.02 * Math.sin((frame * frame) / 200_000));
    for (const format of ['s32le', 's32be']) {
      expect(await judged(soundOf(sweep, 10_000, 2), 2, format, wave(format))).toBe(format);
    }
  });
});

describe('equal channels at half the rate', () => {
  it('keep integers of 32 bits, whose lower halves are the same four times', async () => {
    const { channels, samples } = randomSound(13_020_357);
    expect(await judged(samples, channels, 's32be', wave('s32be'))).toBe('s32be');
  });
});

describe('clipped noise of few bits', () => {
  it('keeps its order of bytes, though all of it is near zero in the other', async () => {
    const { channels, samples } = randomSound(12_018_578);
    expect(await judged(samples, channels, 's32be', aiff(32))).toBe('s32be');
  });
});

describe('a file of less than 4,096 frames', () => {
  it('keeps the declared format, even where another makes music of it', async () => {
    const samples = soundOf(MUSICAL_SOUNDS.music, 4_000, 2, 5);
    expect(await judged(samples, 2, 's16be', wave('s16le'))).toBe('s16le');
    expect(await judged(soundOf(MUSICAL_SOUNDS.music, 4_100, 2, 5), 2, 's16be', wave('s16le'))).toBe('s16be');
  });
});

describe('a long fade to nothing', () => {
  it('keeps the declared format, though most of it fills no more than the lower half of a sample', async () => {
    const fade = () => (frame: number) => Math.sin(frame / 16) * Math.exp(-frame / 1_500);
    const samples = soundOf(fade, 60_000, 2);
    for (const format of ['s16le', 's24le', 's32le', 's32be', 'f32le', 'f64le']) {
      expect(await judged(samples, 2, format, wave(format))).toBe(format);
    }
  });
});

/** What the samples are, and what the header says they are. */
const LIES: readonly (readonly [
  what: string,
  lies: readonly (readonly [stored: string, declared: string])[],
])[] = [
  [
    'the wrong order of bytes',
    [
      ['s16be', 's16le'],
      ['s24be', 's24le'],
      ['s32be', 's32le'],
      ['s16le', 's16be'],
    ],
  ],
  [
    'the wrong order of bytes of floats',
    [
      ['f32be', 'f32le'],
      ['f64be', 'f64le'],
      ['f32le', 'f32be'],
    ],
  ],
  [
    'floats as integers',
    [
      ['f32le', 's32le'],
      ['f32le', 's16le'],
      ['f32le', 's24le'],
      ['f32be', 's32le'],
    ],
  ],
  [
    'doubles as integers and as floats',
    [
      ['f64le', 's64le'],
      ['f64le', 'f32le'],
      ['f32le', 'f64le'],
    ],
  ],
  [
    'integers as floats',
    [
      ['s32le', 'f32le'],
      ['s32be', 'f32le'],
      ['s16le', 'f32le'],
      ['s24le', 'f32le'],
    ],
  ],
  ['the sign of bytes', [['s8', 'u8']]],
  [
    'half the size or a third less',
    [
      ['s16le', 's32le'],
      ['s24le', 's32le'],
      ['s16le', 's24le'],
    ],
  ],
];

describe('loud noise in place of sound', () => {
  /** A quiet voice with little hiss. */
  const voice = (_: number, random: () => number) => (frame: number) => {
    const s = frame / 44_100;
    const swell = 0.6 + 0.4 * Math.sin(2 * Math.PI * 3 * s);
    const vowel = Math.sin(2 * Math.PI * 180 * s) + 0.5 * Math.sin(2 * Math.PI * 723 * s);
    return 0.08 * swell * vowel + 0.0005 * random();
  };

  it.each([
    ['f64le', 's16le'],
    ['f64le', 's24le'],
    ['f32le', 'u8'],
    ['s24le', 'u8'],
    ['s16le', 's16be'],
    ['s16be', 's16le'],
    ['s24be', 's24le'],
    ['s16le', 'u8'],
    ['s16be', 'u8'],
    ['f64be', 'f64le'],
  ] as const)('is not made of %s by a header that says %s', async (stored, declared) => {
    const wrong: string[] = [];
    const sounds = { voice, music: MUSICAL_SOUNDS.music, sine: MUSICAL_SOUNDS['a sine'] };
    for (const [name, sound] of Object.entries(sounds)) {
      for (const channels of [1, 2]) {
        const samples = soundOf(sound, 24_000, channels, 5);
        const found = await judged(samples, channels, stored, wave(declared));
        if (found !== stored) wrong.push(`${name}, ${channels} channels: ${found}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('AU', () => {
  it.each([
    ['s16le', 's16be'],
    ['f32be', 's32be'],
    ['f32le', 'f32be'],
    ['f64be', 'f32be'],
    ['s24be', 's16be'],
    ['s32be', 'f32be'],
    ['u8', 's8'],
  ] as const)(
    'with samples of %s under a header that says %s is read as it is stored',
    async (stored, declared) => {
      const samples = soundOf(MUSICAL_SOUNDS.music, 24_000, 2, 5);
      expect(await judged(samples, 2, stored, au(declared))).toBe(stored);
    },
  );
});

describe('AU that was written to a pipe, or whose recorder was stopped', () => {
  it.each([0, 0xffff_ffff])('with a length of %d goes on to the end of the file', async (length) => {
    const file = path.join(dir, 'open.au');
    const data = packed(soundOf(MUSICAL_SOUNDS.music, 6_000, 2, 5), formatNamed('s16be'));
    const bytes = auFile(2, formatNamed('s16be'), data);
    bytes.writeUInt32BE(length, 8);
    await writeFile(file, bytes);
    expect(await readPcm(file, 'au')).toMatchObject({ frames: 6_000, missingFrames: 0, realigned: null });
  });
});

describe('a tag of A-law over the sizes of 16 bits', () => {
  const claims = { tag: 6, bits: 16, blockAlign: 4 };
  const read = async (data: Buffer) => {
    const file = path.join(dir, 'companded.wav');
    await writeFile(file, waveFile(claims, data));
    return (await readPcm(file, 'wav'))?.format ?? null;
  };

  it('is not believed where the samples are those of 16 bits', async () => {
    const data = packed(soundOf(MUSICAL_SOUNDS.music, 24_000, 2, 5), formatNamed('s16le'));
    expect(await read(data)).toEqual(formatNamed('s16le'));
  });

  it('is believed where they make noise of 16 bits', async () => {
    const random = randomNumbers(3);
    expect(
      await read(Buffer.from(Uint8Array.from({ length: 96_000 }, () => 128 + 127 * random()))),
    ).toBeNull();
  });
});

/** Files that declare the other order of bytes than the samples have. */
const OTHER_ORDER: readonly (readonly [stored: string, container: Container])[] = [
  ['s16le', aiff(16)],
  ['s24le', aiff(24)],
  ['s16be', aiff(16, 'sowt')],
  ['s16le', caf('s16be')],
  ['s24be', caf('s24le')],
  ['s32be', wave('s32le')],
];

/** Those that are read in the order that they declare. */
async function misreadOrders(mono: Float64Array): Promise<string[]> {
  const stereo = Float64Array.from(
    { length: 2 * mono.length },
    (_, i) => (mono[i >> 1] ?? 0) * (1 - 0.3 * (i % 2)),
  );
  const wrong: string[] = [];
  for (const [stored, container] of OTHER_ORDER) {
    for (const [i, samples] of [mono, stereo].entries()) {
      const found = await judged(samples, i + 1, stored, container);
      if (found !== stored) wrong.push(`${container[0]} ${stored}, ${i + 1} channels: ${found}`);
    }
  }
  return wrong;
}

const VOICE = path.resolve('../shared/fixtures/voice/vocadito_1.flac');
const hasVoice = existsSync(VOICE);
if (!hasVoice)
  console.warn('The recorded voice is not here: the wrong order of bytes is tested with a made one alone.');

describe('a quiet voice in the wrong order of bytes', () => {
  it('is read in the right one where it is made, its last bytes being no noise', async () => {
    const hum = (frame: number) => {
      const s = frame / 44_100;
      const level = 0.012 + 0.07 * Math.sin(Math.PI * s) ** 40;
      return level * (Math.sin(2 * Math.PI * 90 * s) + 0.2 * Math.sin(2 * Math.PI * 270 * s));
    };
    expect(await misreadOrders(soundOf(() => hum, 44_100, 1))).toEqual([]);
  });

  it.skipIf(!hasVoice)('is read in the right one where it is recorded', async () => {
    const raw = path.join(dir, 'voice.f64');
    await runTool('ffmpeg', [
      '-v',
      'error',
      '-y',
      '-ss',
      '3',
      '-t',
      '1',
      '-i',
      VOICE,
      '-ac',
      '1',
      '-f',
      'f64le',
      raw,
    ]);
    const bytes = await readFile(raw);
    const samples = Float64Array.from({ length: bytes.length / 8 }, (_, i) => bytes.readDoubleLE(8 * i));
    expect(await misreadOrders(samples)).toEqual([]);
  });
});

describe('headers that lie consistently', () => {
  const sounds = Object.entries(MUSICAL_SOUNDS).flatMap(([name, voice]) =>
    [1, 2].map((channels) => ({ name, channels, samples: soundOf(voice, 12_000, channels, 5) })),
  );

  it.each(thinned(LIES, 2))('about %s are not believed over music', async (_, lies) => {
    const wrong: string[] = [];
    for (const [stored, declared] of lies) {
      for (const { name, channels, samples } of sounds) {
        const found = await judged(samples, channels, stored, wave(declared));
        if (found !== stored) {
          wrong.push(`${name}, ${stored} as ${declared}, ${channels} channels: ${found}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});
