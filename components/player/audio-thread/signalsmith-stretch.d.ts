// The WebAssembly of signalsmith-stretch as server/launch/stretch-library.mjs makes it importable.
declare module 'signalsmith-stretch' {
  /** Frames are of all channels; pointers are bytes into the memory. */
  export interface StretchModule {
    /** The module's memory; a new view after the memory has grown. */
    readonly HEAP8: Int8Array<ArrayBuffer>;
    /** Runs the constructors; once, before anything else. */
    _main(): void;
    _presetDefault(channels: number, sampleRate: number): void;
    /** Makes buffers of `length` frames; returns where all inputs lie, channel by channel, then all outputs. */
    _setBuffers(channels: number, length: number): number;
    _inputLatency(): number;
    _outputLatency(): number;
    _reset(): void;
    /** @param tonalityLimit frequency as a share of the sample rate above which the spectrum moves as one */
    _setTransposeSemitones(semitones: number, tonalityLimit: number): void;
    /** Takes `length` input frames as the preceding audio, at `rate` input frames per output frame. */
    _seek(length: number, rate: number): void;
    _process(inputLength: number, outputLength: number): void;
  }

  export function createStretch(): Promise<StretchModule>;
}
