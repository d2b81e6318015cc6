// Render jobs of the tests: three stored sine stems, the input of a job on them, and a run of the processor.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { DEFAULT_MASTER, DEFAULT_MIX, DEFAULT_STRIP } from '@/document/schema';
import type { ExportOptions } from '@/platform/jobs/export-options';
import { type RenderMixInput, type RenderMixResult, renderMixJob } from '@/platform/jobs/render-mix';
import { DiskStorage } from '@/platform/storage/disk';
import { writeStem } from '../../stems/testing/stored-stems';
import { renderMixProcessor } from '../processor';

const SEGMENT = 20_000;
export const LENGTH = 50_000;
const STEMS = ['vocals', 'drums', 'bass'] as const;

/** The sample of a stem, by its place among them. */
export const stemWave = (index: number, side: number, at: number): number =>
  0.3 * Math.sin(at / (7 + 3 * index) + side);

const OPTIONS: ExportOptions = {
  format: 'wav',
  bitDepth: 24,
  sampleRate: 44_100,
  stems: null,
  processing: 'strip',
  click: false,
  range: null,
  loudnessLufs: null,
  tailSamples: 0,
  tags: { title: 'A song', artist: 'Ana', album: 'Demos' },
};

/** A job on the stems; two of them are called Drums. */
export function inputFor(
  mixId: string,
  options: Partial<ExportOptions>,
  more: Partial<RenderMixInput> = {},
): RenderMixInput {
  const stems = STEMS.map((id) => ({
    id,
    name: id === 'bass' ? 'Drums' : id,
    sourceId: 's',
    sampleRate: 44_100,
    headroomBits: 0,
    lengthSamples: LENGTH,
    segmentSamples: SEGMENT,
  }));
  const strips = {
    vocals: { ...DEFAULT_STRIP, gainDb: -6, pan: 0.5, sends: { reverbDb: -6, delayDb: -60 } },
    drums: { ...DEFAULT_STRIP, invert: true },
    bass: { ...DEFAULT_STRIP, mute: true },
  };
  const mix = { ...DEFAULT_MIX, strips, master: { ...DEFAULT_MASTER, gainDb: -3 } };
  return renderMixJob.input.parse({
    mixId,
    cover: null,
    sampleRate: 44_100,
    lengthSamples: LENGTH,
    soloed: [],
    stems,
    mix,
    options: { ...OPTIONS, ...options },
    ...more,
  });
}

/** A storage with the stems, in a folder of its own. */
export class RenderJobs {
  private constructor(
    readonly root: string,
    readonly storage: DiskStorage,
  ) {}

  static async open(): Promise<RenderJobs> {
    const root = await mkdtemp(path.join(tmpdir(), 'render-files-'));
    const storage = new DiskStorage(path.join(root, 'storage'));
    for (const [index, stemId] of STEMS.entries()) {
      const channel = (side: number) =>
        Float32Array.from({ length: LENGTH }, (_, at) => stemWave(index, side, at));
      const place = { storage, sourceId: 's', stemId, sampleRate: 44_100, workDir: root };
      await writeStem({ ...place, segmentSamples: SEGMENT }, channel(0), channel(1));
    }
    return new RenderJobs(root, storage);
  }

  /** Runs a job and expects it to leave nothing in its folder. */
  async run(
    input: RenderMixInput,
    signal = new AbortController().signal,
    onStage = (_: string) => {},
  ): Promise<RenderMixResult> {
    const workDir = await mkdtemp(path.join(this.root, 'job-'));
    const report = ({ stage }: { stage?: string | null }) => onStage(stage ?? '');
    const { storage } = this;
    try {
      return await renderMixProcessor({ jobId: 'j', input, signal, storage, workDir, report });
    } finally {
      expect(await readdir(workDir)).toEqual([]);
    }
  }

  readStored(key: string): Promise<Buffer> {
    return this.storage.withLocalFile(key, (file) => readFile(file));
  }

  close(): Promise<void> {
    return rm(this.root, { recursive: true, force: true });
  }
}
