// Writes and reads little-endian numbers one after the other, whatever the byte order of the machine.

/** Fills a block of known size from its start. */
export class ByteWriter {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
    this.#view = new DataView(this.bytes.buffer);
  }

  uint8(value: number): void {
    this.#view.setUint8(this.#at, value);
    this.#at += 1;
  }

  uint32(value: number): void {
    this.#view.setUint32(this.#at, value, true);
    this.#at += 4;
  }

  float32(value: number): void {
    this.#view.setFloat32(this.#at, value, true);
    this.#at += 4;
  }

  float32s(values: Float32Array): void {
    for (let i = 0; i < values.length; i++) this.#view.setFloat32(this.#at + 4 * i, values[i]!, true);
    this.#at += 4 * values.length;
  }

  int16s(values: Int16Array): void {
    for (let i = 0; i < values.length; i++) this.#view.setInt16(this.#at + 2 * i, values[i]!, true);
    this.#at += 2 * values.length;
  }

  /** Overwrites a number that could only be known later. */
  setUint32(at: number, value: number): void {
    this.#view.setUint32(at, value, true);
  }
}

/** Reads what {@link ByteWriter} wrote. Reading past the end throws a RangeError. */
export class ByteReader {
  readonly #view: DataView;
  #at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = at;
  }

  uint32(): number {
    this.#at += 4;
    return this.#view.getUint32(this.#at - 4, true);
  }

  float32(): number {
    this.#at += 4;
    return this.#view.getFloat32(this.#at - 4, true);
  }

  float32s(count: number): Float32Array {
    const values = new Float32Array(count);
    for (let i = 0; i < count; i++) values[i] = this.#view.getFloat32(this.#at + 4 * i, true);
    this.#at += 4 * count;
    return values;
  }

  int16s(count: number): Int16Array {
    const values = new Int16Array(count);
    for (let i = 0; i < count; i++) values[i] = this.#view.getInt16(this.#at + 2 * i, true);
    this.#at += 2 * count;
    return values;
  }
}
