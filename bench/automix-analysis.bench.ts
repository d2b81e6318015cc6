// Track analysis: tempo, beats, downbeats, keys and sections against tracks whose truth is known, and its speed.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { makeTrack, steadyBeats } from '@/audio/track/testing/small-tracks';
import { SAMPLE_RATE } from '@/audio/units';
import { analyses, type TrackRecording } from '@/workers/analysis/analyses';
import { loadTrack } from '@/workers/analysis/load-track';
import { readTruth, scoreTrack, type TrackScore } from '@/workers/analysis/testing/track-truth';
import { loadNow } from './support/figures';

const REFERENCE = path.resolve('../shared/reference/synth');
const SONGS = path.resolve('../shared/fixtures/songs');
const MULTITRACKS = path.resolve('../shared/fixtures/multitrack');
const FOUR_MINUTES_S = 240;
const TARGET_S = 6;

interface Case {
  readonly name: string;
  readonly audio: string;
  readonly truth: string;
}

/** Pairs of audio and truth files in a folder; none, with the reason printed, when the folder is absent. */
function casesIn(folder: string, audioSuffix: string, truthSuffix: string): Case[] {
  if (!existsSync(folder)) {
    console.log(`There is no ${folder}: its tracks are left out.`);
    return [];
  }
  const names = readdirSync(folder)
    .filter((file) => file.endsWith(truthSuffix))
    .map((file) => file.slice(0, -truthSuffix.length));
  return names
    .map((name) => ({
      name,
      audio: path.join(folder, name + audioSuffix),
      truth: path.join(folder, name + truthSuffix),
    }))
    .filter(({ audio }) => existsSync(audio));
}

const shown = (value: number | null, digits = 2) =>
  (value === null ? '-' : value.toFixed(digits)).padStart(7);
const told = (value: boolean | null) => (value === null ? '-' : value ? 'yes' : 'NO').padStart(4);

async function measureCase({ name, audio, truth }: Case): Promise<TrackScore> {
  const began = performance.now();
  const recording = await loadTrack(audio);
  const found = await analyses.track(recording);
  const wallS = (performance.now() - began) / 1000;
  const score = scoreTrack(found, await readTruth(truth));
  const seconds = recording.left.length / recording.sampleRate;
  console.log(
    `  ${name.padEnd(24)} bpm ${(found.tempo?.bpm ?? 0).toFixed(3).padStart(8)} off ${shown(score.tempoError, 4)}` +
      `  beat ms ${shown(score.beatMs)}  downbeat ${told(score.isDownbeatRight)}  key ${shown(score.key, 1)}` +
      `  sections ${shown(score.sections)}  ${wallS.toFixed(2)} s for ${seconds.toFixed(0)} s`,
  );
  return score;
}

/** Prints each track of a set and the totals. */
async function measureSet(title: string, cases: readonly Case[]): Promise<void> {
  if (cases.length === 0) return;
  console.log(title);
  const scores: TrackScore[] = [];
  for (const each of cases) scores.push(await measureCase(each));
  const known = <Value>(values: readonly (Value | null)[]) => values.filter((value) => value !== null);
  const keys = known(scores.map(({ key }) => key));
  const downbeats = known(scores.map(({ isDownbeatRight }) => isDownbeatRight));
  const tempos = scores.filter(({ tempoError }) => Math.abs(tempoError) <= 0.01).length;
  const phases = known(scores.map(({ beatMs }) => beatMs));
  const keySum = keys.reduce((sum, key) => sum + key, 0);
  console.log(
    `  together: tempo within 0.01 on ${tempos} of ${scores.length}, beat phase within 5 ms on ` +
      `${phases.filter((ms) => ms <= 5).length} of ${phases.length}, downbeats right on ` +
      `${downbeats.filter(Boolean).length} of ${downbeats.length}, keys ` +
      `${keys.length > 0 ? ((100 * keySum) / keys.length).toFixed(1) : '-'} weighted`,
  );
}

/** Repeats a recording until it lasts four minutes, or generates one. */
async function fourMinutes(): Promise<TrackRecording> {
  const song = casesIn(SONGS, '.opus', '.truth.json')[0];
  if (song) {
    const { left, right, sampleRate } = await loadTrack(song.audio);
    const end = FOUR_MINUTES_S * sampleRate;
    if (left.length >= end) return { left: left.slice(0, end), right: right.slice(0, end), sampleRate };
  }
  const signal = makeTrack({ beats: steadyBeats(125, FOUR_MINUTES_S * 2, 0.5), beatsPerBar: 4 });
  return { left: signal, right: signal, sampleRate: SAMPLE_RATE };
}

await measureSet('Generated tracks with exact truth', casesIn(REFERENCE, '.ogg', '.json'));
await measureSet('Songs', casesIn(SONGS, '.opus', '.truth.json'));
await measureSet('Excerpts', casesIn(MULTITRACKS, '.mix.opus', '.truth.json'));
const track = await fourMinutes();
const runs: number[] = [];
for (let run = 0; run < 3; run++) {
  const began = performance.now();
  await analyses.track(track);
  runs.push((performance.now() - began) / 1000);
}
console.log(
  `Four minutes, decoded: ${runs.map((s) => s.toFixed(2)).join(', ')} s (target ${TARGET_S} s), load ${loadNow()}`,
);
