// Small tracks on disk for tests of sets, with every beat of them known.
import path from 'node:path';
import type { SetTrack } from '@/audio/automix/types';
import { interleave } from '@/audio/interleave';
import { makeTrack, steadyBeats } from '@/audio/track/testing/small-tracks';
import { SAMPLE_RATE } from '@/audio/units';
import { encodeStream } from '@/platform/media/encode';
import { analyses } from '../../analysis/analyses';
import type { TrackSource } from '../render/track-source';

export interface TestTrackFile {
  readonly track: SetTrack;
  readonly source: TrackSource;
  /** Seconds. */
  readonly beats: readonly number[];
}

/** Writes a track of `bars` bars at `bpm` into `dir` and analyses it. */
export async function writeTestTrack(
  dir: string,
  id: string,
  bpm: number,
  bars: number,
): Promise<TestTrackFile> {
  const beats = steadyBeats(bpm, bars * 4, 0.3);
  const signal = makeTrack({ beats, beatsPerBar: 4 });
  const file = path.join(dir, `${id}.wav`);
  const format = { format: 'wav', bitDepth: 32, sampleRate: SAMPLE_RATE, channels: 2 } as const;
  await encodeStream({ ...format, path: file }, [interleave(signal, signal)]);
  const analysis = await analyses.track({ left: signal, right: signal, sampleRate: SAMPLE_RATE });
  return {
    track: { id, name: `${id}.wav`, analysis, hasStems: false },
    source: { id, name: `${id}.wav`, path: file, contentId: `${id} ${bpm} ${bars}` },
    beats,
  };
}
