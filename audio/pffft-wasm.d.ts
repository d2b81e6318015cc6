// The part of the pffft WebAssembly module that audio/fft.ts uses; the package ships no types.
declare module '@echogarden/pffft-wasm/simd' {
  export interface PffftModule {
    /** The module's memory; a new view after the memory has grown. */
    readonly HEAPF32: Float32Array<ArrayBuffer>;
    _pffft_new_setup(size: number, kind: number): number;
    _pffft_destroy_setup(setup: number): void;
    _pffft_aligned_malloc(bytes: number): number;
    _pffft_aligned_free(pointer: number): void;
    _pffft_transform_ordered(
      setup: number,
      input: number,
      output: number,
      work: number,
      direction: number,
    ): void;
  }
  const createModule: (overrides?: { wasmBinary?: ArrayBuffer }) => Promise<PffftModule>;

  // biome-ignore lint/style/noDefaultExport: this is the shape of the package
  export default createModule;
}
