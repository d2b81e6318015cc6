// The messages between a thread and the inference thread that it started.
import type { ModelManifest } from '../manifest';
import type { Provider } from './providers';
import type { SegmentBuffers } from './segment-model';

/** Given to the thread when it is started. */
export interface InferenceThreadData {
  readonly manifest: ModelManifest;
  /** Of the networks, in the order of the manifest's files. */
  readonly paths: readonly string[];
  readonly candidates?: readonly Provider[];
}

export type ToThread =
  | { readonly type: 'run'; readonly buffers: SegmentBuffers }
  | { readonly type: 'close' };

export type FromThread =
  | { readonly type: 'opened'; readonly provider: Provider; readonly passedOver: readonly string[] }
  | { readonly type: 'refused'; readonly userMessage: string }
  | { readonly type: 'done'; readonly buffers: SegmentBuffers }
  | { readonly type: 'failed'; readonly internalMessage: string };

/** What moves, rather than being copied, when buffers are sent. */
export const transferList = (buffers: SegmentBuffers): ArrayBuffer[] => [
  buffers.waveform.buffer,
  buffers.spectrogram.buffer,
  buffers.stemSpectrograms.buffer,
  buffers.stemWaveforms.buffer,
];
