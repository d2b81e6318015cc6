// Reads a byte array bit by bit, most significant bit first.

/** Reads past the end return zeros and set `overrun`. Never allocates after construction. */
export class BitReader {
  #bytes: Uint8Array = new Uint8Array(0);
  #next = 0;
  /** Bits that were taken from `bytes` and not read yet, left-aligned, zeros behind them. */
  #cache = 0;
  #cached = 0;

  /** Starts at byte `offset` of `bytes`. */
  open(bytes: Uint8Array, offset: number): void {
    this.#bytes = bytes;
    this.#next = offset;
    this.#cache = 0;
    this.#cached = 0;
  }

  /** The byte that contains the next unread bit. */
  get byteOffset(): number {
    return this.#next - (this.#cached >> 3);
  }

  get overrun(): boolean {
    return this.byteOffset > this.#bytes.length;
  }

  /** Reads `count` bits (0 to 32) as an unsigned number. */
  read(count: number): number {
    if (count === 0) return 0;
    if (count > 24) {
      const high = this.read(count - 16);
      return high * 65_536 + this.read(16);
    }
    if (this.#cached < count) this.#refill();
    const value = this.#cache >>> (32 - count);
    this.#cache <<= count;
    this.#cached -= count;
    return value;
  }

  /** Reads `count` bits (1 to 32) as a two's complement number. */
  readSigned(count: number): number {
    const value = this.read(count);
    return value >= 2 ** (count - 1) ? value - 2 ** count : value;
  }

  /** Counts zeros up to the next one, and reads that too; stops at the end of the bytes. */
  readUnary(): number {
    let zeros = 0;
    while (this.#cache === 0) {
      if (this.#next > this.#bytes.length) return zeros;
      zeros += this.#cached;
      this.#cached = 0;
      this.#refill();
    }
    const here = Math.clz32(this.#cache);
    this.#cache = here === 31 ? 0 : this.#cache << (here + 1);
    this.#cached -= here + 1;
    return zeros + here;
  }

  /**
   * Reads Rice codes of one parameter (0 to 30) into target[from..to): a unary part, `parameter` low bits, the sign
   * in the lowest. Here a decoder spends its time, so the common case, a code within the cache, is written out.
   */
  readRice(target: Float64Array, from: number, to: number, parameter: number): void {
    const unit = 2 ** parameter;
    for (let i = from; i < to; i++) {
      if (this.#cached <= 24) this.#refill();
      const zeros = Math.clz32(this.#cache);
      const length = zeros + 1 + parameter;
      if (length <= this.#cached && length < 32) {
        const code = (zeros << parameter) | (((this.#cache << (zeros + 1)) >>> 1) >>> (31 - parameter));
        this.#cache <<= length;
        this.#cached -= length;
        target[i] = (code >>> 1) ^ -(code & 1);
      } else {
        const code = this.readUnary() * unit + this.read(parameter);
        target[i] = code % 2 === 0 ? code / 2 : -(code + 1) / 2;
      }
    }
  }

  /** Skips to the next byte boundary. */
  align(): void {
    const rest = this.#cached & 7;
    this.#cache <<= rest;
    this.#cached -= rest;
  }

  #refill(): void {
    while (this.#cached <= 24) {
      const byte = this.#next < this.#bytes.length ? this.#bytes[this.#next]! : 0;
      this.#next++;
      this.#cache |= byte << (24 - this.#cached);
      this.#cached += 8;
    }
  }
}
