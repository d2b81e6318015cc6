// Tracks whose beats are known, for the benchmarks of sets: generated ones and songs that artists gave away.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { foldDown } from '@/audio/stereo/fold-down';
import { SAMPLE_RATE } from '@/audio/units';
import { decodeWhole } from '@/platform/media/decode';
import type { CheckedTrack } from '../set-checker/pair';

const SYNTH = path.resolve('../shared/reference/synth');
const SONGS = path.resolve('../shared/fixtures/songs');

export interface KnownFile {
  readonly name: string;
  readonly audio: string;
  readonly truth: string;
}

const synth = (name: string): KnownFile => ({
  name,
  audio: path.join(SYNTH, `${name}.ogg`),
  truth: path.join(SYNTH, `${name}.json`),
});
const song = (name: string): KnownFile => ({
  name,
  audio: path.join(SONGS, `${name}.opus`),
  truth: path.join(SONGS, `${name}.truth.json`),
});

/** Ten tracks that a DJ might play in one evening: 119 to 140 BPM. */
export const TEN_TRACKS: readonly KnownFile[] = [
  synth('07_disco'),
  synth('11_deep'),
  song('efr-lithium-full'),
  synth('00_house'),
  synth('09_electro'),
  synth('01_techno'),
  synth('06_garage'),
  synth('10_breaks'),
  synth('02_trance'),
  synth('05_dubstep'),
];

/** Says why they are left out when they are not there. */
export function areThere(files: readonly KnownFile[]): boolean {
  const missing = files.find(({ audio, truth }) => !existsSync(audio) || !existsSync(truth));
  if (missing) console.log(`There is no ${missing.audio}: sets of known tracks are left out.`);
  return !missing;
}

const truthSchema = z.object({
  beats: z.array(z.number()),
  downbeats: z.array(z.number()),
  sections: z.array(z.object({ bar: z.number(), bars: z.number() })).default([]),
});

/** Bars that DJs count in. */
const PHRASE_BARS = 8;

/** Reads audio and truth. */
export async function readKnownTrack({ audio, truth }: KnownFile): Promise<CheckedTrack> {
  const { beats, downbeats, sections } = truthSchema.parse(JSON.parse(await readFile(truth, 'utf8')));
  const [left, right] = await decodeWhole(audio, { sampleRate: SAMPLE_RATE, channels: 2 });
  const starts = sections.flatMap(({ bar, bars }) =>
    Array.from({ length: Math.ceil(bars / PHRASE_BARS) }, (_, i) => bar + i * PHRASE_BARS),
  );
  return {
    signal: await foldDown(left!, right!),
    sampleRate: SAMPLE_RATE,
    beats,
    downbeats,
    phrases: starts.flatMap((bar) => downbeats[bar] ?? []),
  };
}
