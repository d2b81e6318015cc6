// The head of a WAV file of 32-bit floats: what a take is kept in while it is recorded.

/** In bytes: the samples begin here. */
export const WAV_HEADER_BYTES = 44;
const FLOAT_FORMAT = 3;
const BYTES_PER_SAMPLE = 4;

const tag = (view: DataView, at: number, text: string): void => {
  for (let i = 0; i < text.length; i++) view.setUint8(at + i, text.charCodeAt(i));
};

export interface WavFormat {
  /** In Hz */
  readonly rate: number;
  readonly channels: number;
}

/** Of one frame of samples. */
export const frameBytes = ({ channels }: WavFormat): number => channels * BYTES_PER_SAMPLE;

/** The header of a file with so many frames; lengths beyond what the format can say are said to be its greatest. */
export function wavHeader(format: WavFormat, frames: number): Uint8Array<ArrayBuffer> {
  const { rate, channels } = format;
  const header = new Uint8Array(WAV_HEADER_BYTES);
  const view = new DataView(header.buffer);
  const bytes = Math.min(frames * frameBytes(format), 2 ** 32 - 1 - WAV_HEADER_BYTES);
  tag(view, 0, 'RIFF');
  view.setUint32(4, bytes + WAV_HEADER_BYTES - 8, true);
  tag(view, 8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, FLOAT_FORMAT, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * frameBytes(format), true);
  view.setUint16(32, frameBytes(format), true);
  view.setUint16(34, 8 * BYTES_PER_SAMPLE, true);
  tag(view, 36, 'data');
  view.setUint32(40, bytes, true);
  return header;
}
