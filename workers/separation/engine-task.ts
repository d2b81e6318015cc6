// One song through the engine: decoded, separated, stored, with its progress reported on the way.
import { SAMPLE_RATE } from '@/audio/units';
import type { SegmentModel } from '@/models/inference/segment-model';
import { type SeparationProgress, separate } from '@/models/separator/separate';
import type { StoredPartialStems } from '@/platform/jobs/separation';
import { damageNote } from '@/platform/media/damage';
import type { EngineProgress, SeparationOutcome, SeparationTask } from './engine-tasks';
import { decodeToScratch, type ScratchMix } from './scratch-mix';
import { openSegmentSink, type SegmentSinkOptions } from './segment-sink';
import { openWavSink, type SeparatedStem, type StemSink } from './stem-sink';

/** Shares of the whole bar that the stages before and after the separation take. */
const DECODED_AT = 0.03;
const LOADED_AT = 0.05;
const SEPARATED_AT = 0.97;

export interface TaskRun {
  readonly task: SeparationTask;
  readonly signal: AbortSignal;
  /** Gives the loaded model; may take its time. */
  loadModel(): Promise<SegmentModel>;
  report(progress: EngineProgress): void;
}

type SinkOptions = Pick<SegmentSinkOptions, 'stems' | 'mix' | 'signal' | 'onWait'>;

function openSink({ target, scratchDir: workDir }: SeparationTask, options: SinkOptions): Promise<StemSink> {
  return target.kind === 'wav'
    ? openWavSink(target.folder, workDir, options.stems)
    : openSegmentSink({ sourceId: target.sourceId, workDir, ...options });
}

async function pump(run: TaskRun, model: SegmentModel, mix: ScratchMix): Promise<SeparatedStem[]> {
  const { task, signal } = run;
  let partial: StoredPartialStems | null = null;
  let latest: EngineProgress = { stage: 'separating', progress: LOADED_AT };
  const report = (progress: EngineProgress) => {
    latest = progress;
    run.report(partial ? { ...progress, partialResult: partial } : progress);
  };
  const onProgress = ({ segmentsDone, segments, etaS }: SeparationProgress) => {
    const progress = LOADED_AT + (SEPARATED_AT - LOADED_AT) * (segmentsDone / segments);
    report({ stage: 'separating', progress, ...(etaS === null ? {} : { etaS }) });
  };
  // Nothing that is computed is lost while the storage is unavailable: the network waits for the sink.
  const onWait = () => report({ stage: 'waiting for the audio storage', progress: latest.progress });
  const sink = await openSink(task, { stems: model.manifest.stems, mix, signal, onWait });
  try {
    for await (const region of separate(model, mix, { signal, onProgress })) {
      const before = latest;
      partial = await sink.write(region);
      if (partial) report(before);
    }
    report({ stage: 'storing', progress: SEPARATED_AT });
    return await sink.finish();
  } catch (error) {
    await sink.discard();
    throw error;
  }
}

/**
 * Runs one task to its end. The model loads while the song is decoded.
 * @throws the signal's reason when it is aborted, at most one segment later
 */
export async function runTask(run: TaskRun): Promise<SeparationOutcome> {
  const began = performance.now();
  const loading = run.loadModel();
  // Reported when it is awaited; until then decoding may fail first.
  loading.catch(() => {});
  run.report({ stage: 'decoding', progress: 0 });
  const mix = await decodeToScratch(run.task.input, run.task.scratchDir, run.signal);
  try {
    run.report({ stage: 'loading model', progress: DECODED_AT });
    const model = await loading;
    run.report({ stage: 'separating', progress: LOADED_AT });
    const stems = await pump(run, model, mix);
    return {
      model: model.manifest.id,
      provider: model.provider,
      sampleRate: SAMPLE_RATE,
      lengthSamples: mix.length,
      stems,
      note: damageNote(mix.damage),
      wallSeconds: (performance.now() - began) / 1000,
      peakRssMb: process.resourceUsage().maxRSS / 1024,
    };
  } finally {
    await mix.close();
  }
}
