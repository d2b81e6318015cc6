// Sounds that tests make, the same in every run: interleaved samples from -1 to 1.
import { at } from '@/contract/required';

/** Numbers from -1 to 1 that are the same for the same seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed % 2_147_483_647 || 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 1_073_741_823.5 - 1;
  };
}

/** Makes the samples of one channel. */
export type Voice = (channel: number, random: () => number) => (frame: number) => number;

const tone = (hz: number, frame: number) => Math.sin((2 * Math.PI * hz * frame) / 44_100);
const clip = (x: number) => Math.max(-1, Math.min(1, x));

/** Chords over a bass with decaying hits of noise on every quarter of a second. */
const music: Voice = (channel, random) => (frame) => {
  const beat = (frame % 11_025) / 11_025;
  const chord = [220, 277.2, 329.6].reduce((sum, hz) => sum + tone(hz * (1 + channel / 500), frame), 0) / 3;
  return 0.3 * chord + 0.3 * tone(55, frame) + 0.3 * random() * Math.exp(-12 * beat);
};

/** Noise that falls by 3 dB per octave: the sum of rows that change half as often each. */
const pinkNoise: Voice = (_, random) => {
  const rows = Array.from({ length: 10 }, () => random());
  return (frame) => {
    rows.forEach((_row, i) => {
      if (frame % 2 ** i === 0) rows[i] = random();
    });
    return 0.15 * rows.reduce((sum, row) => sum + row, 0);
  };
};

/** Vowels of 120 Hz with formants, consonants of noise, and pauses. */
const speech: Voice = (_, random) => (frame) => {
  const part = Math.floor(frame / 2_205) % 4;
  if (part === 3) return 0.0003 * random();
  if (part === 2) return 0.1 * random();
  const phase = (frame % 367) / 44_100;
  return 0.5 * Math.exp(-90 * phase) * Math.sin(2 * Math.PI * 700 * phase);
};

/** Possible contents of a healthy file, music or not. */
export const HEALTHY_SOUNDS = {
  'a sine': (channel) => (frame) => (channel === 0 ? 0.5 : 0.25) * tone(440, frame),
  'a square wave': () => (frame) => (frame % 100 < 50 ? 0.5 : -0.5),
  'a square wave at full scale': () => (frame) => (frame % 64 < 32 ? 1 : -1),
  'white noise': (_, random) => () => 0.5 * random(),
  'pink noise': pinkNoise,
  speech,
  'silence with a click': () => (frame) => (frame === 3_000 ? 0.7 : 0),
  'very quiet music': (channel, random) => {
    const voice = music(channel, random);
    return (frame) => voice(frame) / 1_000;
  },
  'music clipped at full scale': (channel, random) => {
    const voice = music(channel, random);
    return (frame) => clip(6 * voice(frame));
  },
  'a constant': () => () => 0.25,
  impulses: () => (frame) => (frame % 441 === 0 ? 0.9 : 0),
  'steps of few values': () => (frame) => [-0.5, 0, 0.25, 0.75][Math.floor(frame / 700) % 4] ?? 0,
  'dither alone': (_, random) => () => (random() + random()) / 65_536,
  'a square wave under hiss': (_, random) => (frame) => (frame % 100 < 50 ? 0.5 : -0.5) + 0.03 * random(),
  'a square wave that music brings to full scale': () => (frame) =>
    (frame % 100 < 50 ? 0.97 : -0.97) + 0.03 * tone(300, frame),
  'a constant under hiss': (_, random) => () => 0.45 + 0.04 * random(),
  'steps far from zero': () => (frame) => [0.35, -0.5, 0.55, -0.45, 0.4][Math.floor(frame / 300) % 5] ?? 0,
  'a tone near half the sample rate': () => (frame) => 0.5 * tone(21_000, frame),
  'a tone near a quarter of the sample rate': () => (frame) => 0.5 * tone(10_000, frame),
  'two tones near a quarter of the sample rate': (channel) => (frame) =>
    0.5 * tone(channel === 0 ? 9_000 : 11_000, frame),
  'noise beside a bass': (channel, random) => (frame) =>
    channel === 0 ? 0.5 * random() : 0.4 * tone(60, frame),
  'music above a constant': (channel, random) => {
    const voice = music(channel, random);
    return (frame) => 0.4 + 0.5 * voice(frame);
  },
  'a tail that fades into tiny numbers': () => (frame) => 0.5 * tone(440, frame) * Math.exp(-frame / 50),
  'a bass that fades to far below anything audible': () => (frame) =>
    3e-5 * tone(50, frame) * Math.exp(-frame / 200),
  'a sine of 16 bits on both sides': () => (frame) => Math.round(16_000 * tone(440, frame)) / 32_768,
  'a sine of the 16 lowest bits of 32': () => (frame) => Math.round(16_000 * tone(440, frame)) / 2 ** 31,
  silence: () => () => 0,
  music,
} satisfies Readonly<Record<string, Voice>>;

/** Kicks and snares at -40 dBFS over silence. */
const quietDrums: Voice = (_, random) => (frame) => {
  const s = (frame % 6_000) / 44_100;
  const kick = Math.sin(2 * Math.PI * (50 * s + 8 * (1 - Math.exp(-30 * s)))) * Math.exp(-18 * s);
  const snare = (0.5 * random() + 0.4 * tone(190, frame)) * Math.exp(-25 * s);
  return 0.01 * (Math.floor(frame / 6_000) % 2 === 0 ? kick : snare);
};

/** What music is like, and computed sounds with zeros of 1e-16: their headers are not believed when they lie. */
export const MUSICAL_SOUNDS = {
  'a sine': HEALTHY_SOUNDS['a sine'],
  speech,
  'music clipped at full scale': HEALTHY_SOUNDS['music clipped at full scale'],
  music,
} satisfies Readonly<Record<string, Voice>>;

/** What is stored with the wrong sign or order of bytes becomes an offset of full scale, or loud noise. */
export const QUIET_DRUMS = quietDrums;

/** Pairs of voices, one per channel, that look like wider samples of one smooth channel. */
export const PAIRS: Readonly<Record<string, readonly [Voice, Voice]>> = {
  'noise beside a loud bass with computed zeros': [
    (_, random) => () => 0.5 * random(),
    () => (frame) => 0.8 * Math.sin((2 * Math.PI * 50 * frame) / 44_100),
  ],
  'a fade beside music above a constant': [
    () => (frame) => 0.5 * tone(250, frame) * Math.exp(-frame / 60),
    HEALTHY_SOUNDS['music above a constant'],
  ],
  'noise beside a tone near half the sample rate': [
    (_, random) => () => 0.9 * random(),
    () => (frame) => 0.5 * tone(19_000, frame),
  ],
  'silence beside a square wave at full scale': [
    () => () => 0,
    HEALTHY_SOUNDS['a square wave at full scale'],
  ],
  'music of 8 bits beside dither': [
    (channel, random) => {
      const voice = music(channel, random);
      return (frame) => Math.round(100 * clip(voice(frame))) / 128;
    },
    HEALTHY_SOUNDS['dither alone'],
  ],
  'a constant beside few values at random': [
    () => () => 0.3,
    (_, random) => () => [-0.9, -0.4, 0.1, 0.6, 0.95][Math.floor(2.499 * (random() + 1))] ?? 0,
  ],
};

/** One voice per channel, in both orders. */
export const voicePair =
  ([left, right]: readonly [Voice, Voice], isSwapped: boolean): Voice =>
  (channel, random) =>
    ((channel % 2 === 0) === isSwapped ? right : left)(channel, random);

/** Interleaved samples of one of them. */
export function soundOf(voice: Voice, frames: number, channels: number, seed = 1): Float64Array {
  const random = randomNumbers(seed);
  const voices = Array.from({ length: channels }, (_, channel) => voice(channel, random));
  return Float64Array.from({ length: frames * channels }, (_, i) =>
    at(voices, i % channels)(Math.floor(i / channels)),
  );
}
