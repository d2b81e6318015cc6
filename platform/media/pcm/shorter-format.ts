// Finds the format in which bytes follow from each other, where they are noise as declared; and whether they do in another.
import { codeLength } from './code-length';
import { ffmpegFormat, formatOf, type SampleFormat } from './pcm-format';

/*
 * Random healthy files need at least 0.88 times as many bits in any other format as in their own; music under a wrong
 * header mostly needs less than 0.75 times as many in its own.
 */
const FAR_SHORTER = 0.8;
/** Bits of each byte that another format must save. */
const LEAST_SAVED = 0.8;
/** Bits of each byte from which on floats are noise. */
const NOISE = 7.5;
/** Fewer bytes say nothing. */
const LEAST_BYTES = 1_000;
/** Every so many windows are enough to leave out formats that make noise of them. */
const SCREENED = 6;

/** Bits for each byte of a file as samples of a format. */
export class CodeLengths {
  readonly #windows: readonly Buffer[];
  readonly #channels: number;
  readonly #known = new Map<string, number>();

  constructor(windows: readonly Buffer[], channels: number) {
    this.#windows = windows;
    this.#channels = channels;
  }

  of(format: SampleFormat, isDeclared: boolean): number {
    const name = `${ffmpegFormat(format)} ${isDeclared}`;
    const known = this.#known.get(name) ?? codeLength(this.#windows, this.#channels, format, isDeclared);
    this.#known.set(name, known);
    return known;
  }

  /** The same of some of the windows. */
  get screen(): CodeLengths {
    return new CodeLengths(
      this.#windows.filter((_, i) => i % SCREENED === 0),
      this.#channels,
    );
  }

  get saySomething(): boolean {
    return this.#windows.reduce((sum, { length }) => sum + length, 0) >= LEAST_BYTES;
  }
}

/** Signed integers and floats of so many bytes in either order. Nobody stores integers of 64 bits. */
function formatsOf(bytes: number): SampleFormat[] {
  const kinds = bytes === 8 ? (['float'] as const) : (['integer', 'float'] as const);
  return kinds.flatMap((kind) =>
    [false, true].flatMap((bigEndian) => formatOf(kind, bytes, bigEndian) ?? []),
  );
}

/** What bytes that were read as `format` could be, but for those that differ in sign alone. */
function otherFormats(format: SampleFormat, sizes: readonly number[]): SampleFormat[] {
  const ofOneByte: SampleFormat = { kind: 'unsigned', bytes: 1, bigEndian: false };
  const others = sizes.flatMap((size) => (size === 1 ? [ofOneByte] : formatsOf(size)));
  return others.filter((other) => ffmpegFormat(other) !== ffmpegFormat(format));
}

/** The format of one of `sizes` that needs far fewer bits than `declared`, or null where none does. */
export function shorterFormat(
  declared: SampleFormat,
  sizes: readonly number[],
  lengths: CodeLengths,
): SampleFormat | null {
  if (!lengths.saySomething) return null;
  const { screen } = lengths;
  const limit = (own: number) => Math.min(FAR_SHORTER * own, own - LEAST_SAVED);
  const screened = screen.of(declared, true);
  const own = lengths.of(declared, true);
  // Floats have a precision of their own for each sample, which costs more bits than integers need.
  if (declared.kind === 'float' && own < NOISE) return null;
  const found = otherFormats(declared, sizes)
    .filter((other) => screened < LEAST_SAVED || screen.of(other, false) < screened)
    .map((format) => ({ format, length: lengths.of(format, false) }))
    .filter(({ length }) => length < limit(own))
    .sort((a, b) => a.length - b.length);
  return found[0]?.format ?? null;
}
