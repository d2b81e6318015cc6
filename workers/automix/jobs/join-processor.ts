// Performs the join job: opens the prepared tracks of a set, joins them and stores the set with its
// artifacts.

import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { SetPlan } from '@/audio/automix/types';
import type { DjRules } from '@/contract/dj-rules';
import { readDjRules } from '@/platform/automix/dj-rules-store';
import { getPrisma } from '@/platform/database/client';
import { fileBase } from '@/platform/file-name';
import {
  type JoinSetInput,
  type JoinSetResult,
  type PlannedTrack,
  planSetJob,
} from '@/platform/jobs/make-set';
import { type LocalFiles, openFile } from '@/platform/media/stem-stream';
import {
  segmentAudioKey,
  segmentDescriptionKey,
  setArtifactKey,
  setAudioKey,
  setPlanKey,
} from '@/platform/storage/keys';
import type { Storage } from '@/platform/storage/storage';
import { runInProcess } from '../../runtime/compute/run-in-process';
import type { JobContext } from '../../runtime/job-context';
import { type JoinedSet, joinTask, type RenderedSet, rerenderTask } from '../flow/set-tasks';
import type { SetOutput } from '../render/join-set';
import { type PreparedTrack, preparedTrackSchema } from '../render/prepared-track';
import { type OpenSource, openSource, plannedTracks } from './planned-source';

type Context = JobContext<JoinSetInput>;

async function openPrepared(
  storage: Storage,
  setId: string,
  index: number,
  allFiles: LocalFiles[],
): Promise<PreparedTrack> {
  const description = await text(await storage.get(segmentDescriptionKey(setId, index)));
  const prepared = preparedTrackSchema.parse(JSON.parse(description));
  const files = await openFile(storage, segmentAudioKey(setId, index));
  allFiles.push(files);
  return { ...prepared, audio: { ...prepared.audio, path: files.paths[0]! } };
}

/** The current rules, with the energy shape that was requested for this set. */
async function rulesOf(setId: string): Promise<DjRules> {
  const id = planSetJob.idOf({ setId });
  const { input } = await getPrisma().job.findUniqueOrThrow({ where: { id } });
  const { energyShape } = planSetJob.input.parse(input).constraints;
  return { ...(await readDjRules()), energyShape };
}

const outputOf = ({ format, title }: JoinSetInput, path: string): SetOutput => ({
  path,
  format,
  bitDepth: 24,
  title,
});

async function join(
  { input, signal, storage, report }: Context,
  outPath: string,
  tracks: readonly PlannedTrack[],
): Promise<JoinedSet> {
  const { setId } = input;
  const allFiles: LocalFiles[] = [];
  try {
    const prepared: PreparedTrack[] = [];
    for (const index of tracks.keys()) prepared.push(await openPrepared(storage, setId, index, allFiles));
    const task = {
      prepared,
      output: outputOf(input, outPath),
      rules: await rulesOf(setId),
    };
    const onProgress = (progress: number) => report({ stage: 'joining', progress });
    return await storage.withLocalFile(setPlanKey(setId), (planFile) =>
      runInProcess(joinTask, { ...task, planFile }, { signal, onProgress }),
    );
  } finally {
    for (const files of allFiles) files.release();
  }
}

/**
 * Renders the set anew by `plan`, within this job: the segments and the plan in storage stay what they are, so that the
 * job may be repeated at any time.
 */
async function rerender(
  { input, signal, storage, report, workDir }: Context,
  outPath: string,
  tracks: readonly PlannedTrack[],
  plan: SetPlan,
): Promise<RenderedSet> {
  const allFiles: OpenSource[] = [];
  try {
    for (const track of tracks) allFiles.push(await openSource(storage, track));
    const sources = allFiles.map(({ source }) => source);
    const task = {
      plan,
      sources,
      output: outputOf(input, outPath),
      folder: workDir,
    };
    const onProgress = (progress: number) => report({ stage: 'rendering', progress });
    return await storage.withLocalFile(setPlanKey(input.setId), (planFile) =>
      runInProcess(rerenderTask, { ...task, planFile }, { signal, onProgress }),
    );
  } finally {
    for (const { release } of allFiles) release();
  }
}

/** The audio comes last: once it is there, all of the set is. */
async function store(
  storage: Storage,
  { setId, format }: JoinSetInput,
  finished: RenderedSet,
  outPath: string,
): Promise<number> {
  const { report, tracklist, cue } = finished;
  const artifacts = { tracklist, cue, report: JSON.stringify(report) };
  for (const [artifact, content] of Object.entries(artifacts)) {
    await storage.put(setArtifactKey(setId, artifact as keyof typeof artifacts), Buffer.from(content));
  }
  return (await storage.putFile(setAudioKey(setId, format), outPath)).bytes;
}

/**
 * Joins the segments of a set into one file in storage, with its tracklist, CUE sheet and report. Where the beats of two
 * tracks are measured far apart, the set is rendered anew with the two not playing together, as on the command line.
 * @throws JobFailure when the disk is full or FFmpeg fails
 */
export async function joinSetProcessor(context: JobContext<JoinSetInput>): Promise<JoinSetResult> {
  const { input, signal, storage, workDir, report } = context;
  const began = performance.now();
  report({ stage: 'joining', progress: 0 });
  // The CUE sheet names the file as it is called when it is downloaded.
  const outPath = path.join(workDir, `${fileBase(input.title, 'mix')}.${input.format}`);
  const tracks = await plannedTracks(input.setId);
  const joined = await join(context, outPath, tracks);
  signal.throwIfAborted();
  const { revised } = joined;
  const finished = revised ? await rerender(context, outPath, tracks, revised) : joined;
  signal.throwIfAborted();
  report({ stage: 'storing', progress: 1 });
  const bytes = await store(storage, input, finished, outPath);
  return { bytes, durationS: finished.durationS, wallSeconds: (performance.now() - began) / 1000 };
}
