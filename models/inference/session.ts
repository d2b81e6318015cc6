// Loads a separation model into ONNX Runtime and runs it, on the thread that calls.
import { availableParallelism } from 'node:os';
import ort from 'onnxruntime-node';
import type { ModelManifest } from '../manifest';
import { ModelError } from '../registry';
import { faultOf, findProviderFault, PROVIDERS, type Provider } from './providers';
import type { SegmentBuffers, SegmentModel } from './segment-model';

export interface OpenedModel {
  readonly model: SegmentModel;
  /** What was tried and why it was not taken, one line each; for the log. */
  readonly passedOver: readonly string[];
}

/**
 * The arena and its patterns keep every intermediate tensor's place, twice the memory for no time gained here; the
 * blocked layouts of the optimisations above `extended` cost another 130 MB and gain none either.
 * Denormal numbers, which the softmax of quiet passages is full of, cost up to a third of the time. Threads that wait
 * for each other sleep: spinning would take the cores from the transforms and from everybody else.
 */
function sessionOptions(provider: Provider): ort.InferenceSession.SessionOptions {
  return {
    executionProviders: [provider],
    graphOptimizationLevel: 'extended',
    enableCpuMemArena: false,
    enableMemPattern: false,
    intraOpNumThreads: availableParallelism(),
    logSeverityLevel: 4,
    extra: { session: { set_denormal_as_zero: '1', intra_op: { allow_spinning: '0' } } },
  };
}

class OrtSegmentModel implements SegmentModel {
  constructor(
    readonly manifest: ModelManifest,
    readonly provider: Provider,
    readonly session: ort.InferenceSession,
  ) {}

  async run(buffers: SegmentBuffers): Promise<SegmentBuffers> {
    const { tensors, channels, segmentSamples, spectrogram, stems } = this.manifest;
    const planes = [channels * 2, spectrogram.bins, spectrogram.frames];
    const tensor = (data: Float32Array, dims: number[]) => new ort.Tensor('float32', data, dims);
    // Outputs allocated here are written in place: nothing is left for the garbage collector.
    await this.session.run(
      {
        [tensors.waveform]: tensor(buffers.waveform, [1, channels, segmentSamples]),
        [tensors.spectrogram]: tensor(buffers.spectrogram, [1, ...planes]),
      },
      {
        [tensors.stemSpectrograms]: tensor(buffers.stemSpectrograms, [1, stems.length, ...planes]),
        [tensors.stemWaveforms]: tensor(buffers.stemWaveforms, [1, stems.length, channels, segmentSamples]),
      },
    );
    return buffers;
  }

  async close(): Promise<void> {
    await this.session.release();
  }
}

function checkTensors(session: ort.InferenceSession, { id, tensors }: ModelManifest): void {
  const names = new Set([...session.inputNames, ...session.outputNames]);
  const absent = Object.values(tensors).find((name) => !names.has(name));
  if (absent)
    throw new ModelError(`The separation model ${id} does not fit its manifest: no tensor "${absent}".`);
}

/** Which of the candidates would serve, and why those before it would not. */
export async function findServingProvider(
  candidates: readonly Provider[] = PROVIDERS,
): Promise<{ provider: Provider; passedOver: string[] }> {
  const passedOver: string[] = [];
  for (const provider of candidates) {
    const fault = await findProviderFault(provider);
    if (fault === null) return { provider, passedOver };
    passedOver.push(`${provider}: ${fault}`);
  }
  throw new Error(`Nothing here can run a network (${passedOver.join('; ')}).`);
}

/**
 * Loads the weights at `path` on the first provider that works here and takes the model.
 * @param candidates providers to choose from, the preferred first
 * @throws ModelError when no provider can load the model
 */
export async function openModel(
  manifest: ModelManifest,
  path: string,
  candidates: readonly Provider[] = PROVIDERS,
): Promise<OpenedModel> {
  const passedOver: string[] = [];
  for (const provider of candidates) {
    const fault = await findProviderFault(provider);
    if (fault === null) {
      try {
        const session = await ort.InferenceSession.create(path, sessionOptions(provider));
        checkTensors(session, manifest);
        return { model: new OrtSegmentModel(manifest, provider, session), passedOver };
      } catch (error) {
        if (error instanceof ModelError) throw error;
        passedOver.push(`${provider}: ${faultOf(error)}`);
      }
    } else passedOver.push(`${provider}: ${fault}`);
  }
  throw new ModelError(`The separation model ${manifest.id} cannot be loaded (${passedOver.at(-1)}).`);
}
