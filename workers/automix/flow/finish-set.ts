// Joins prepared tracks into the file of a set, measures it, and writes its tracklist and CUE sheet.
import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type SetTimeline, timelineOf } from '@/audio/automix/render/set-timeline';
import type { SetPlan, SetTrack } from '@/audio/automix/types';
import { type Samples, samples } from '@/audio/units';
import { joinSet, SET_CEILING_DB, type SetOutput } from '../render/join-set';
import { rideOf } from '../render/level-ride';
import type { PreparedTrack } from '../render/prepared-track';
import { cueSheetText, tracklistText } from '../report/cue-sheet';
import { measureSet, type SetFigures } from '../report/set-meter';
import { reportOf, type SetReport } from '../report/set-report';

/** What a lossy encoder may add to a peak is left free at first; what it adds more is taken off in another pass. */
const LOSSY_MARGIN_DB = 0.5;
const MAX_PASSES = 3;
/** Beyond this a ceiling counts as exceeded. */
const TOLERANCE_DB = 0.01;

export interface FinishInput {
  readonly plan: SetPlan;
  /** In any order. */
  readonly tracks: readonly SetTrack[];
  /** In the order of the set. */
  readonly prepared: readonly PreparedTrack[];
  readonly output: SetOutput;
}

export interface FinishOptions {
  readonly signal?: AbortSignal;
  /** Receives the share of the work that is done, 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

export interface FinishedSet {
  readonly report: SetReport;
  /** The text of tracklist.txt and set.cue. */
  readonly tracklist: string;
  readonly cue: string;
}

/** Joining takes about this share of the time, measuring the rest. */
const JOINING_SHARE = 0.7;

/** Writes and measures the set; a lossy one again, softer, as long as it decodes to peaks above the ceiling. */
async function writeMeasured(
  input: FinishInput,
  timeline: SetTimeline,
  options: FinishOptions,
): Promise<SetFigures> {
  const { prepared, output } = input;
  let ceilingDb = output.format === 'mp3' ? SET_CEILING_DB - LOSSY_MARGIN_DB : SET_CEILING_DB;
  const ride = await rideOf(timeline, prepared);
  for (let pass = 1; ; pass++) {
    const onProgress = (done: number, all: number) => options.onProgress?.((JOINING_SHARE * done) / all);
    await joinSet({ timeline, prepared, output, ride, ceilingDb }, { signal: options.signal, onProgress });
    const figures = await measureSet(output.path, timeline.sampleRate, options.signal);
    const excess = figures.loudness.truePeakDbtp - SET_CEILING_DB;
    if (!(excess > TOLERANCE_DB) || pass === MAX_PASSES) return figures;
    ceilingDb -= excess;
  }
}

/**
 * Joins prepared tracks to `output.path` and reports on the result. The file appears there when it is
 * complete.
 * @throws RangeError when plan, tracks and prepared tracks do not fit together, MediaToolError with a
 *   message, the signal's reason when it is aborted
 */
export async function finishSet(input: FinishInput, options: FinishOptions = {}): Promise<FinishedSet> {
  const { plan, output, prepared } = input;
  const byId = new Map(input.tracks.map((track) => [track.id, track]));
  const timeline = timelineOf(plan, input.tracks);
  const tracks = plan.tracks.map(({ id }) => byId.get(id)!);
  const partial = `${output.path}.${process.pid}.partial`;
  try {
    const unfinished = { ...input, output: { ...output, path: partial } };
    const figures = await writeMeasured(unfinished, timeline, options);
    const report = await reportOf({ timeline, tracks, prepared, figures, notes: plan.notes });
    await rename(partial, output.path);
    options.onProgress?.(1);
    return { report, ...listsOf(timeline, tracks, output) };
  } finally {
    await rm(partial, { force: true });
  }
}

function listsOf(timeline: SetTimeline, tracks: readonly SetTrack[], output: SetOutput) {
  const starts: Samples[] = [samples(0), ...timeline.transitions.map(({ start }) => start)];
  const listed = tracks.map(({ name }, index) => ({ name, start: starts[index]! }));
  const { sampleRate } = timeline;
  return {
    tracklist: tracklistText(listed, sampleRate),
    cue: cueSheetText(path.basename(output.path), output.format, listed, sampleRate),
  };
}

/** Writes tracklist.txt and set.cue into the folder of the set. */
export async function writeLists(folder: string, { tracklist, cue }: FinishedSet): Promise<void> {
  await writeFile(path.join(folder, 'tracklist.txt'), tracklist);
  await writeFile(path.join(folder, 'set.cue'), cue);
}
