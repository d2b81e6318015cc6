// Puts the answers of several networks together: each gives the stems that it is the specialist of.
import type { ModelManifest } from '../manifest';
import { allocateOutputs, type SegmentBuffers, type SegmentOutputs } from './segment-model';

/** One stem of one network. */
interface Share {
  /** Position of the stem in the outputs. */
  readonly stem: number;
  /** 1 for a specialist, less where several networks give the stem. */
  readonly weight: number;
  /** The first network to give a stem writes over what was there; the others add to it. */
  readonly isFirst: boolean;
}

function sharesOf({ stems, files }: ModelManifest): Share[][] {
  const givers = stems.map((stem) =>
    files.flatMap((file, index) => ((file.stems ?? stems).includes(stem) ? [index] : [])),
  );
  return files.map((_, index) =>
    givers.flatMap((of, stem) =>
      of.includes(index) ? [{ stem, weight: 1 / of.length, isFirst: of[0] === index }] : [],
    ),
  );
}

function addShare(from: Float32Array, to: Float32Array, { stem, weight, isFirst }: Share, stems: number) {
  const count = from.length / stems;
  for (let i = stem * count; i < (stem + 1) * count; i++) {
    to[i] = (isFirst ? 0 : to[i]!) + weight * from[i]!;
  }
}

export class StemBag {
  readonly #shares: readonly (readonly Share[])[];
  #scratch: SegmentOutputs | null = null;

  constructor(readonly manifest: ModelManifest) {
    this.#shares = sharesOf(manifest);
  }

  /** Buffers for one network's answer to the inputs of `buffers`; the next network answers into the same. */
  outputsFor(buffers: SegmentBuffers): SegmentBuffers {
    this.#scratch ??= allocateOutputs(this.manifest);
    return { ...buffers, ...this.#scratch };
  }

  /** Takes from the answer of network `index` what it is there for; the networks come in their order. */
  accumulate(index: number, answer: SegmentBuffers, buffers: SegmentBuffers): void {
    const stems = this.manifest.stems.length;
    for (const share of this.#shares[index]!) {
      addShare(answer.stemSpectrograms, buffers.stemSpectrograms, share, stems);
      addShare(answer.stemWaveforms, buffers.stemWaveforms, share, stems);
    }
  }
}
