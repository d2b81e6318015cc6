// Renders a planned set: every track prepared, two at a time, then joined, measured and reported on.
import { type SetTimeline, timelineOf } from '@/audio/automix/render/set-timeline';
import type { SetPlan, SetTrack } from '@/audio/automix/types';
import type { SetOutput } from '../render/join-set';
import { type PrepareInput, prepareTrack } from '../render/prepare-track';
import type { PreparedTrack } from '../render/prepared-track';
import type { TrackSource } from '../render/track-source';
import { type FinishedSet, finishSet } from './finish-set';

/** Rubber Band is a process of one thread; more of them than cores would only take turns. */
const AT_ONCE = 2;

export interface RenderSetInput {
  readonly plan: SetPlan;
  readonly tracks: readonly SetTrack[];
  /** The audio of the tracks, by id. */
  readonly sources: readonly TrackSource[];
  readonly output: SetOutput;
  /** A folder for what lies on disk meanwhile: 21 MB per minute of the set. */
  readonly workDir: string;
}

export interface RenderSetProgress {
  readonly phase: 'rendering' | 'joining';
  /** Tracks that are prepared. */
  readonly done: number;
  readonly total: number;
  /** Of the phase, 0 to 1. */
  readonly share: number;
}

export interface RenderSetOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: RenderSetProgress) => void;
}

/** A planned set that has been laid out in time. */
export interface ScheduledSet {
  readonly plan: SetPlan;
  readonly tracks: readonly SetTrack[];
  readonly timeline: SetTimeline;
}

/**
 * What `prepareTrack` needs for the track at a place of the set.
 * @param source the audio of that track
 * @throws RangeError when the set has no such track
 */
export function segmentOf(
  { plan, tracks, timeline }: ScheduledSet,
  index: number,
  source: TrackSource,
): PrepareInput {
  const placed = timeline.tracks[index];
  const analysed = tracks.find(({ id }) => id === placed?.plan.id);
  if (!placed || !analysed) throw new RangeError(`The set has no track at place ${index}.`);
  const transitions = { entry: timeline.transitions[index - 1], exit: timeline.transitions[index] };
  return { track: source, placed, transitions, crossovers: plan.crossovers, analysis: analysed.analysis };
}

/**
 * What `prepareTrack` needs for each track of a plan, in the order of the set.
 * @throws RangeError when a track of the plan or its audio is missing
 */
export function segmentsOf(
  plan: SetPlan,
  tracks: readonly SetTrack[],
  sources: readonly TrackSource[],
): PrepareInput[] {
  const set = { plan, tracks, timeline: timelineOf(plan, tracks) };
  return plan.tracks.map(({ id }, index) => {
    const source = sources.find((each) => each.id === id);
    if (!source) throw new RangeError(`There is no audio of the track ${id}.`);
    return segmentOf(set, index, source);
  });
}

/** Runs `work` over all items, a few at once, and keeps the order. The first failure ends it. */
async function inParallel<Item, Result>(
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = items.entries();
  const worker = async () => {
    for (const [index, item] of waiting) results[index] = await work(item, index);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker));
  return results;
}

/**
 * Renders a set to `output.path`.
 * @throws RangeError when plan and tracks do not fit together, UnusableAudioError or MediaToolError with a
 *   message, the signal's reason when it is aborted
 */
export async function renderSet(
  input: RenderSetInput,
  options: RenderSetOptions = {},
): Promise<FinishedSet & { readonly prepared: readonly PreparedTrack[] }> {
  const { plan, tracks, sources, output, workDir } = input;
  const { onProgress } = options;
  const failure = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, failure.signal]) : failure.signal;
  const segments = segmentsOf(plan, tracks, sources);
  const total = segments.length;
  const shares: number[] = segments.map(() => 0);
  let done = 0;
  const reach = (index: number, own: number) => {
    shares[index] = own;
    const share = shares.reduce((sum, each) => sum + each, 0) / total;
    onProgress?.({ phase: 'rendering', done, total, share });
  };
  const prepare = async (segment: PrepareInput, index: number) => {
    const options = { dir: workDir, signal, onProgress: (share: number) => reach(index, share) };
    const track = await prepareTrack(segment, options);
    done++;
    reach(index, 1);
    return track;
  };
  try {
    const prepared = await inParallel(segments, prepare);
    const finished = await finishSet(
      { plan, tracks, prepared, output },
      { signal, onProgress: (share) => onProgress?.({ phase: 'joining', done, total, share }) },
    );
    return { ...finished, prepared };
  } catch (error) {
    // The other track that is being prepared is no longer needed.
    failure.abort(error);
    throw error;
  }
}
