// Imports for tests: generated files in a storage of their own, and the stems that the import job makes of them.
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { required } from '@/contract/required';
import { SEGMENT_SAMPLES } from '@/contract/units';
import {
  type ImportSourceInput,
  type ImportSourceResult,
  importSourceJob,
} from '@/platform/jobs/import-source';
import { encodeStream } from '@/platform/media/encode';
import { streamStem } from '@/platform/media/stem-stream';
import { DiskStorage } from '@/platform/storage/disk';
import { separationPrefix, uploadKey } from '@/platform/storage/keys';
import type { JobContext } from '@/workers/runtime/job-context';
import { importSourceProcessor } from '../import-processor';

export interface SoundFormat {
  readonly format: 'wav' | 'mp3' | 'flac';
  readonly sampleRate: number;
  readonly channels: 1 | 2;
}

export class ImportBench {
  readonly storage: DiskStorage;

  private constructor(readonly root: string) {
    this.storage = new DiskStorage(path.join(root, 'storage'));
  }

  static async open(): Promise<ImportBench> {
    return new ImportBench(await mkdtemp(path.join(tmpdir(), 'isomix-import-')));
  }

  close(): Promise<void> {
    return rm(this.root, { recursive: true, force: true });
  }

  async upload(content: Uint8Array, durationS = 1): Promise<ImportSourceInput> {
    const sha256 = createHash('sha256').update(content).digest('hex');
    await this.storage.put(uploadKey(sha256), content);
    return { sha256, durationS };
  }

  /** Encodes what `at` gives for each second, the same in every channel; FLAC with 16 bits, the rest from floats. */
  async uploadSound(
    { format, sampleRate, channels }: SoundFormat,
    seconds: number,
    at: (second: number) => number,
  ): Promise<ImportSourceInput & { readonly file: string }> {
    const frames = Float32Array.from({ length: seconds * sampleRate * channels }, (_, i) =>
      at(Math.floor(i / channels) / sampleRate),
    );
    const file = path.join(await mkdtemp(path.join(this.root, 'sound-')), `sound.${format}`);
    const isFlac = format === 'flac';
    const pcm = isFlac ? Int16Array.from(frames, (sample) => Math.round(sample * 32_767)) : frames;
    await encodeStream({ path: file, format, bitDepth: isFlac ? 16 : 32, sampleRate, channels }, [pcm]);
    return { ...(await this.upload(await readFile(file), seconds)), file };
  }

  async run(
    input: ImportSourceInput,
    more: Partial<JobContext<ImportSourceInput>> = {},
  ): Promise<ImportSourceResult> {
    const workDir = await mkdtemp(path.join(this.root, 'work-'));
    const [jobId, { signal }] = [importSourceJob.idOf(input), new AbortController()];
    const context = {
      jobId,
      input,
      signal,
      storage: this.storage,
      workDir,
      report: () => undefined,
      ...more,
    };
    const result = await importSourceProcessor(context).finally(() => rm(workDir, { recursive: true }));
    return importSourceJob.result.parse(result);
  }

  /** The keys of what an import has stored. */
  storedOf(input: ImportSourceInput): Promise<string[]> {
    return this.storage.list(separationPrefix(importSourceJob.idOf(input)));
  }

  /** The stem as it plays: interleaved, its headroom undone. */
  async playedOf(input: ImportSourceInput, { lengthSamples, stems }: ImportSourceResult): Promise<number[]> {
    const { id, headroomBits } = required(stems[0], 'the stem');
    const segmentCount = Math.ceil(lengthSamples / SEGMENT_SAMPLES);
    const all: number[] = [];
    const stored = { sourceId: importSourceJob.idOf(input), stem: id, segmentCount };
    for await (const piece of streamStem(this.storage, stored)) {
      for (const sample of piece) all.push(sample * 2 ** headroomBits);
    }
    return all;
  }
}
