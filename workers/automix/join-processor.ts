// Does the join job: borrows the prepared tracks of a set, joins them and stores the set with its papers.
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { getPrisma } from '@/server/shared/database/client';
import { fileBase } from '@/server/shared/file-name';
import { type JoinSetInput, type JoinSetResult, planSetId, planSetJob } from '@/server/shared/jobs/make-set';
import { type BorrowedFiles, borrowFile } from '@/server/shared/media/stem-stream';
import {
  segmentAudioKey,
  segmentDescriptionKey,
  setAudioKey,
  setPaperKey,
  setPlanKey,
} from '@/server/shared/storage/keys';
import type { Storage } from '@/server/shared/storage/storage';
import type { JobContext } from '../runtime/job-context';
import { type PreparedTrack, preparedTrackSchema } from './prepared-track';
import { runSetTask } from './set-client';
import type { JoinedSet } from './set-tasks';

async function countSegments(setId: string): Promise<number> {
  const { result } = await getPrisma().job.findUniqueOrThrow({ where: { id: planSetId(setId) } });
  return planSetJob.result.parse(result).order.length;
}

async function borrowPrepared(
  storage: Storage,
  setId: string,
  index: number,
  held: BorrowedFiles[],
): Promise<PreparedTrack> {
  const description = await text(await storage.get(segmentDescriptionKey(setId, index)));
  const prepared = preparedTrackSchema.parse(JSON.parse(description));
  const files = await borrowFile(storage, segmentAudioKey(setId, index));
  held.push(files);
  return { ...prepared, audio: { ...prepared.audio, path: files.paths[0]! } };
}

async function join(context: JobContext<JoinSetInput>, outPath: string): Promise<JoinedSet> {
  const { input, signal, storage, report } = context;
  const { setId, format, title } = input;
  const held: BorrowedFiles[] = [];
  try {
    const prepared: PreparedTrack[] = [];
    const segments = await countSegments(setId);
    for (let index = 0; index < segments; index++) {
      prepared.push(await borrowPrepared(storage, setId, index, held));
    }
    const output = { path: outPath, format, bitDepth: 24, title } as const;
    const onProgress = (progress: number) => report({ stage: 'joining', progress });
    return await storage.withLocalFile(setPlanKey(setId), (planFile) =>
      runSetTask({ kind: 'join', planFile, prepared, output }, { signal, onProgress }),
    );
  } finally {
    for (const files of held) files.release();
  }
}

/** The audio comes last: once it is there, all of the set is. */
async function store(
  storage: Storage,
  { setId, format }: JoinSetInput,
  finished: JoinedSet,
  outPath: string,
): Promise<number> {
  const { report, tracklist, cue } = finished;
  const papers = { tracklist, cue, report: JSON.stringify(report) };
  for (const [paper, content] of Object.entries(papers)) {
    await storage.put(setPaperKey(setId, paper as keyof typeof papers), Buffer.from(content));
  }
  return (await storage.putFile(setAudioKey(setId, format), outPath)).bytes;
}

/**
 * Joins the segments of a set into one file in storage, with its tracklist, CUE sheet and report.
 * @throws JobFailure when the disk is full or FFmpeg fails
 */
export async function joinSetProcessor(context: JobContext<JoinSetInput>): Promise<JoinSetResult> {
  const { input, signal, storage, workDir, report } = context;
  const began = performance.now();
  report({ stage: 'joining', progress: 0 });
  // The CUE sheet names the file as it is called when it is downloaded.
  const outPath = path.join(workDir, `${fileBase(input.title, 'mix')}.${input.format}`);
  const finished = await join(context, outPath);
  signal.throwIfAborted();
  report({ stage: 'storing', progress: 1 });
  const bytes = await store(storage, input, finished, outPath);
  return { bytes, durationS: finished.durationS, wallSeconds: (performance.now() - began) / 1000 };
}
