// The fast Fourier transform of real signals, by pffft (SIMD WebAssembly): one wrapper for every kernel.
import createModule, { type PffftModule } from '@echogarden/pffft-wasm/simd';

const REAL_TRANSFORM = 0;
const FORWARD = 0;
const BACKWARD = 1;

let loading: Promise<PffftModule> | undefined;

/** One module, and so one memory, serves all transforms of a thread. */
async function loadModule(wasmBinary?: ArrayBuffer): Promise<PffftModule> {
  loading ??= createModule(wasmBinary ? { wasmBinary } : {});
  try {
    return await loading;
  } catch (error) {
    loading = undefined;
    throw error;
  }
}

/** pffft takes sizes of the form 2^a 3^b 5^c with a >= 5. */
function isSupportedSize(size: number): boolean {
  if (!Number.isInteger(size) || size < 32 || size % 32 !== 0) return false;
  let rest = size;
  for (const factor of [2, 3, 5]) while (rest % factor === 0) rest /= factor;
  return rest === 1;
}

/**
 * A transform of one size with its own two buffers, so that callers write samples and read bins in place.
 * Neither direction scales: `inverse` after `forward` gives the frame times `size`.
 */
export class RealFft {
  /** Number of bins from 0 Hz to the Nyquist frequency, both included. */
  readonly bins: number;
  readonly #module: PffftModule;
  readonly #setup: number;
  readonly #framePointer: number;
  readonly #spectrumPointer: number;
  readonly #workPointer: number;
  #frame: Float32Array;
  #spectrum: Float32Array;

  /** Use {@link createRealFft}. */
  constructor(
    module: PffftModule,
    readonly size: number,
  ) {
    this.bins = size / 2 + 1;
    this.#module = module;
    this.#setup = module._pffft_new_setup(size, REAL_TRANSFORM);
    this.#framePointer = module._pffft_aligned_malloc(size * 4);
    this.#spectrumPointer = module._pffft_aligned_malloc(size * 4);
    this.#workPointer = module._pffft_aligned_malloc(size * 4);
    this.#frame = this.#view(this.#framePointer);
    this.#spectrum = this.#view(this.#spectrumPointer);
  }

  #view(pointer: number): Float32Array {
    return this.#module.HEAPF32.subarray(pointer / 4, pointer / 4 + this.size);
  }

  /** The time-domain buffer, `size` samples. Ask again after creating another transform: memory may move. */
  get frame(): Float32Array {
    if (this.#frame.buffer !== this.#module.HEAPF32.buffer) this.#frame = this.#view(this.#framePointer);
    return this.#frame;
  }

  /**
   * The frequency-domain buffer, `size` numbers: [re 0 Hz, re Nyquist, re 1, im 1, re 2, im 2, ...].
   * The first two bins are real by nature, so they share the first pair.
   */
  get spectrum(): Float32Array {
    if (this.#spectrum.buffer !== this.#module.HEAPF32.buffer) {
      this.#spectrum = this.#view(this.#spectrumPointer);
    }
    return this.#spectrum;
  }

  /** Transforms `frame` into `spectrum`. */
  forward(): void {
    this.#transform(this.#framePointer, this.#spectrumPointer, FORWARD);
  }

  /** Transforms `spectrum` into `frame`, `size` times too large. */
  inverse(): void {
    this.#transform(this.#spectrumPointer, this.#framePointer, BACKWARD);
  }

  #transform(input: number, output: number, direction: number): void {
    this.#module._pffft_transform_ordered(this.#setup, input, output, this.#workPointer, direction);
  }

  /** Frees the transform's memory; it must not be used afterwards. */
  dispose(): void {
    for (const pointer of [this.#framePointer, this.#spectrumPointer, this.#workPointer]) {
      this.#module._pffft_aligned_free(pointer);
    }
    this.#module._pffft_destroy_setup(this.#setup);
  }
}

/**
 * Prepares a real transform of `size` samples.
 * @param wasmBinary the module's bytes, for places that cannot load a file, such as an AudioWorklet
 * @throws RangeError when `size` is not 2^a 3^b 5^c with a >= 5
 */
export async function createRealFft(size: number, wasmBinary?: ArrayBuffer): Promise<RealFft> {
  if (!isSupportedSize(size)) throw new RangeError(`${size} is not a length that the FFT supports.`);
  return new RealFft(await loadModule(wasmBinary), size);
}
