// Made-up analyses for tests: tracks of known tempo, key and structure, ordinary and odd.
import fc from 'fast-check';
import { dividePhrases } from '../../track/sections';
import type { Key, Mode, Section, SectionKind, TrackAnalysis } from '../../track/types';
import { SAMPLE_RATE, type Samples } from '../../units';
import type { SetTrack } from '../types';

export interface TestSong {
  readonly bpm?: number;
  readonly beatsPerBar?: 3 | 4;
  readonly tonic?: number;
  readonly mode?: Mode;
  /** Bars of each section: an intro, whole drops and breaks by turns, an outro. */
  readonly sections?: readonly number[];
  /** How much of each bar is sung, by section, 0 to 1. */
  readonly vocals?: readonly number[];
  readonly energies?: readonly number[];
  readonly loudnessLufs?: number;
  readonly truePeakDbtp?: number;
  /** Silence before the first bar, in samples. */
  readonly leadIn?: number;
  /** Tempo at the end as a share of that at the start; other than 1, a human plays. */
  readonly drift?: number;
  readonly hasStems?: boolean;
}

function sectionKind(i: number, count: number): SectionKind {
  if (i === 0) return 'intro';
  if (i === count - 1) return 'outro';
  return i % 2 === 1 ? 'drop' : 'break';
}

const DEFAULT_ENERGY: Record<SectionKind, number> = {
  intro: 0.5,
  build: 0.6,
  drop: 0.9,
  break: 0.4,
  outro: 0.5,
};

function barStartsOf(
  bars: number,
  song: Required<Pick<TestSong, 'bpm' | 'beatsPerBar' | 'leadIn' | 'drift'>>,
) {
  const starts = [song.leadIn];
  for (let bar = 0; bar < bars; bar++) {
    const bpm = song.bpm * (1 + (song.drift - 1) * (bar / Math.max(1, bars - 1)));
    starts.push(starts[bar]! + (song.beatsPerBar * 60 * SAMPLE_RATE) / bpm);
  }
  return starts.map((at) => Math.round(at) as Samples);
}

function beatsBetween(barStarts: readonly Samples[], beatsPerBar: number): Samples[] {
  return barStarts.slice(1).flatMap((end, bar) => {
    const start = barStarts[bar]!;
    return Array.from(
      { length: beatsPerBar },
      (_, i) => Math.round(start + (i * (end - start)) / beatsPerBar) as Samples,
    );
  });
}

/** The analysis of a song as its description says it. */
export function testAnalysis(song: TestSong = {}): TrackAnalysis {
  const { bpm = 124, beatsPerBar = 4, leadIn = 2_000, drift = 1, tonic = 9, mode = 'minor' } = song;
  const { sections: lengths = [16, 32, 16, 32, 16], vocals = [], energies = [] } = song;
  const bars = lengths.reduce((sum, length) => sum + length, 0);
  const starts = barStartsOf(bars, { bpm, beatsPerBar, leadIn, drift });
  let firstBar = 0;
  const sections = lengths.map((length, i): Section => {
    const kind = sectionKind(i, lengths.length);
    const from = firstBar;
    firstBar += length;
    return {
      kind,
      firstBar: from,
      bars: length,
      start: starts[from]!,
      end: starts[firstBar]!,
      energy: energies[i] ?? DEFAULT_ENERGY[kind],
    };
  });
  const perBar = (value: (section: Section, i: number) => number) =>
    sections.flatMap((section, i) => Array<number>(section.bars).fill(value(section, i)));
  const key: Key = { tonic, mode, confidence: 0.8 };
  const end = starts.at(-1)!;
  const leaving = sections.at(-1);
  return {
    sampleRate: SAMPLE_RATE,
    lengthSamples: (end + 4_000) as Samples,
    tempo: { bpm, confidence: 0.9, candidates: [{ bpm, share: 1 }], isSteady: drift === 1 },
    beats: beatsBetween(starts, beatsPerBar),
    downbeats: starts.slice(0, -1),
    beatsPerBar,
    downbeatConfidence: 0.8,
    phrases: dividePhrases(sections, starts),
    sections,
    energy: perBar(({ energy }) => energy),
    vocals: perBar((_, i) => vocals[i] ?? 0),
    bass: perBar(({ kind }) => (kind === 'break' ? 0.1 : 0.8)),
    key,
    keyStart: key,
    keyEnd: key,
    tuning: 0,
    loudness: {
      integratedLufs: song.loudnessLufs ?? -9,
      rangeLu: 6,
      truePeakDbtp: song.truePeakDbtp ?? -0.5,
    },
    cues: [
      { kind: 'first-sound', at: starts[0]! },
      { kind: 'mix-in', at: starts[0]! },
      ...(leaving ? [{ kind: 'mix-out' as const, at: leaving.start }] : []),
      { kind: 'last-sound', at: end },
    ],
  };
}

/** A track without beats: ambient, or silence when it has no sound either. */
export function beatlessAnalysis(seconds: number, isSilent = false): TrackAnalysis {
  const lengthSamples = Math.round(seconds * SAMPLE_RATE) as Samples;
  const none: readonly never[] = [];
  return {
    ...testAnalysis(),
    lengthSamples,
    tempo: null,
    beats: none,
    downbeats: none,
    downbeatConfidence: 0,
    phrases: none,
    sections: none,
    energy: none,
    vocals: none,
    bass: none,
    ...(isSilent ? { key: null, keyStart: null, keyEnd: null } : {}),
    loudness: {
      ...testAnalysis().loudness,
      ...(isSilent
        ? { integratedLufs: Number.NEGATIVE_INFINITY, truePeakDbtp: Number.NEGATIVE_INFINITY }
        : { integratedLufs: -18, truePeakDbtp: -3 }),
    },
    cues: isSilent
      ? []
      : [
          { kind: 'first-sound', at: 0 as Samples },
          { kind: 'last-sound', at: lengthSamples },
        ],
  };
}

export function testTrack(id: string, song: TestSong = {}): SetTrack {
  return { id, name: `Song ${id}`, analysis: testAnalysis(song), hasStems: song.hasStems ?? false };
}

/** Any song that a set may contain, including many unusual ones. */
const anySong: fc.Arbitrary<TestSong> = fc.record({
  bpm: fc.oneof(
    fc.double({ min: 118, max: 132, noNaN: true }),
    fc.double({ min: 40, max: 220, noNaN: true }),
  ),
  beatsPerBar: fc.constantFrom(4, 4, 4, 3),
  tonic: fc.integer({ min: 0, max: 11 }),
  mode: fc.constantFrom('major', 'minor'),
  sections: fc.array(fc.integer({ min: 1, max: 48 }), { minLength: 1, maxLength: 7 }),
  vocals: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 7 }),
  energies: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 7 }),
  loudnessLufs: fc.double({ min: -40, max: -5, noNaN: true }),
  truePeakDbtp: fc.double({ min: -12, max: 1, noNaN: true }),
  leadIn: fc.integer({ min: 0, max: 200_000 }),
  drift: fc.constantFrom(1, 1, 1, 0.9, 1.2),
  hasStems: fc.boolean(),
});

const anyAnalysis = fc.oneof(
  { weight: 8, arbitrary: anySong.map(testAnalysis) },
  { weight: 1, arbitrary: fc.double({ min: 0.5, max: 400, noNaN: true }).map((s) => beatlessAnalysis(s)) },
  { weight: 1, arbitrary: fc.double({ min: 0, max: 60, noNaN: true }).map((s) => beatlessAnalysis(s, true)) },
);

/** Any set of tracks with ids of their own. */
export const anySet = (minLength: number, maxLength: number): fc.Arbitrary<SetTrack[]> =>
  fc
    .array(fc.tuple(anyAnalysis, fc.boolean()), { minLength, maxLength })
    .map((songs) =>
      songs.map(([analysis, hasStems], i) => ({ id: `t${i}`, name: `Track ${i}`, analysis, hasStems })),
    );
