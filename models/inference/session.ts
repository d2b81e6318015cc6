// Loads a separation model into ONNX Runtime and runs it, on the thread that calls.
import { availableParallelism } from 'node:os';
import ort from 'onnxruntime-node';
import type { ModelManifest } from '../manifest';
import { ModelError } from '../model-error';
import { findProviderProblem, messageOf, PROVIDERS, type Provider } from './providers';
import { allocateInputs, allocateOutputs, type SegmentBuffers, type SegmentModel } from './segment-model';
import { StemBag } from './stem-bag';

export interface OpenedModel {
  readonly model: SegmentModel;
  /** What was tried and why it was not taken, one line each; for the log. */
  readonly passedOver: readonly string[];
}

/**
 * The arena and its patterns keep every intermediate tensor's place, twice the memory for no time gained here. Neither
 * do graph optimisations gain any on the processor (4.8 s of it a segment with and without), but they unpack the
 * weights for good and let tensors live longer: 140 MB at the peak, 200 MB between runs. Denormal numbers, which the
 * softmax of quiet passages is full of, cost up to a third of the time. Threads that wait for each other sleep:
 * spinning would take the cores from the transforms and from everybody else.
 */
function sessionOptions(provider: Provider): ort.InferenceSession.SessionOptions {
  return {
    executionProviders: [provider],
    graphOptimizationLevel: provider === 'cpu' ? 'disabled' : 'extended',
    enableCpuMemArena: false,
    enableMemPattern: false,
    intraOpNumThreads: availableParallelism(),
    logSeverityLevel: 4,
    extra: { session: { set_denormal_as_zero: '1', intra_op: { allow_spinning: '0' } } },
  };
}

/** Runs one network: fills the outputs of `buffers` from its inputs. */
async function runNetwork(
  session: ort.InferenceSession,
  manifest: ModelManifest,
  buffers: SegmentBuffers,
): Promise<void> {
  const { channels, segmentSamples, stems } = manifest;
  const tensor = (data: Float32Array, dims: number[]) => new ort.Tensor('float32', data, dims);
  const waveform = tensor(buffers.waveform, [1, channels, segmentSamples]);
  const stemWaveforms = tensor(buffers.stemWaveforms, [1, stems.length, channels, segmentSamples]);
  // Outputs allocated here are written in place: nothing is left for the garbage collector.
  if (manifest.architecture === 'waveform') {
    const { tensors } = manifest;
    await session.run({ [tensors.waveform]: waveform }, { [tensors.stemWaveforms]: stemWaveforms });
    return;
  }
  const { tensors, spectrogram } = manifest;
  const planes = [channels * 2, spectrogram.bins, spectrogram.frames];
  await session.run(
    {
      [tensors.waveform]: waveform,
      [tensors.spectrogram]: tensor(buffers.spectrogram, [1, ...planes]),
    },
    {
      [tensors.stemSpectrograms]: tensor(buffers.stemSpectrograms, [1, stems.length, ...planes]),
      [tensors.stemWaveforms]: stemWaveforms,
    },
  );
}

class OrtSegmentModel implements SegmentModel {
  readonly #bag: StemBag;

  constructor(
    readonly manifest: ModelManifest,
    readonly provider: Provider,
    readonly sessions: readonly ort.InferenceSession[],
  ) {
    this.#bag = new StemBag(manifest);
  }

  async run(buffers: SegmentBuffers): Promise<SegmentBuffers> {
    const [first] = this.sessions;
    if (this.sessions.length === 1) await runNetwork(first!, this.manifest, buffers);
    else {
      for (const [index, session] of this.sessions.entries()) {
        const answer = this.#bag.outputsFor(buffers);
        await runNetwork(session, this.manifest, answer);
        this.#bag.accumulate(index, answer, buffers);
      }
    }
    return buffers;
  }

  async close(): Promise<void> {
    for (const session of this.sessions) await session.release();
  }
}

function checkTensors(session: ort.InferenceSession, { id, tensors }: ModelManifest): void {
  const names = new Set([...session.inputNames, ...session.outputNames]);
  const absent = Object.values(tensors).find((name) => !names.has(name));
  if (absent)
    throw new ModelError(`The separation model ${id} does not fit its manifest: no tensor "${absent}".`);
}

/** Loads all networks, or none. */
async function openSessions(
  manifest: ModelManifest,
  paths: readonly string[],
  provider: Provider,
): Promise<ort.InferenceSession[]> {
  const sessions: ort.InferenceSession[] = [];
  try {
    for (const path of paths) {
      sessions.push(await ort.InferenceSession.create(path, sessionOptions(provider)));
      checkTensors(sessions.at(-1)!, manifest);
    }
    return sessions;
  } catch (error) {
    for (const session of sessions) await session.release();
    throw error;
  }
}

/** Which of the candidates would serve, and why those before it would not. */
export async function findServingProvider(
  candidates: readonly Provider[] = PROVIDERS,
): Promise<{ provider: Provider; passedOver: string[] }> {
  const passedOver: string[] = [];
  for (const provider of candidates) {
    const cause = await findProviderProblem(provider);
    if (cause === null) return { provider, passedOver };
    passedOver.push(`${provider}: ${cause}`);
  }
  throw new Error(`Nothing here can run a network (${passedOver.join('; ')}).`);
}

/**
 * Loads the networks at `paths` on the first provider that works here and takes them.
 * @param paths in the order of the manifest's files
 * @param candidates providers to choose from, the preferred first
 * @throws ModelError when no provider can load the model
 */
export async function openModel(
  manifest: ModelManifest,
  paths: readonly string[],
  candidates: readonly Provider[] = PROVIDERS,
): Promise<OpenedModel> {
  const passedOver: string[] = [];
  for (const provider of candidates) {
    const cause = await findProviderProblem(provider);
    if (cause === null) {
      try {
        const model = new OrtSegmentModel(manifest, provider, await openSessions(manifest, paths, provider));
        // A graphics card may load a network that it then cannot run, for want of memory or of an operator.
        if (provider !== 'cpu')
          await model.run({ ...allocateInputs(manifest), ...allocateOutputs(manifest) });
        return { model, passedOver };
      } catch (error) {
        if (error instanceof ModelError) throw error;
        passedOver.push(`${provider}: ${messageOf(error)}`);
      }
    } else passedOver.push(`${provider}: ${cause}`);
  }
  throw new ModelError(`The separation model ${manifest.id} cannot be loaded (${passedOver.at(-1)}).`);
}
