// Writes WAV files with silence in place of what is missing in others.
import { MIN_MISSING_END_S } from '../damage';
import type { Chunk } from '../pcm/chunks';
import type { Piece } from '../pieces';
import type { RepairedFile } from './repaired-file';
import type { BlockFormat } from './wave-blocks';

/** A header of more is not written into 32 bits. */
export const MAX_BYTES = 0x7fff_0000;
/** A shorter lack is what writers get wrong. */
const MIN_MISSING_S = 0.005;

/** The head of a WAV file with `dataBytes` of sound behind it. */
export function waveHead(fmt: Buffer, dataBytes: number): Buffer {
  const number = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return bytes;
  };
  const padded = Buffer.concat([fmt, Buffer.alloc(fmt.length % 2)]);
  const chunks = [Buffer.from('fmt '), number(fmt.length), padded, Buffer.from('data'), number(dataBytes)];
  const body = Buffer.concat([Buffer.from('WAVE'), ...chunks]);
  return Buffer.concat([Buffer.from('RIFF'), number(body.length + dataBytes), body]);
}

/**
 * Samples of one byte each, of which some are missing or too many: nothing tells where, so that all that can be said is
 * that the sound ends too early, or that its end has been moved beyond its length. Less than is said of an end becomes
 * silence there.
 */
export function withSilentEnd(
  data: Chunk,
  endAt: number,
  fmt: Buffer,
  format: BlockFormat,
  stated: number,
): Partial<RepairedFile> | null {
  const { length, sampleRate, silence } = format;
  const present = Math.floor((endAt - data.at) / length);
  const lack = Math.abs(stated - present);
  const frames = stated - lack;
  const [atS, lengthS] = [frames / sampleRate, lack / sampleRate];
  if (frames < 0 || stated * length > MAX_BYTES || lengthS < MIN_MISSING_S) return null;
  if (lengthS >= MIN_MISSING_END_S) return present > stated ? { missingEndS: lengthS } : null;
  const pieces: Piece[] = [
    { fill: waveHead(fmt, stated * length), times: 1 },
    { from: data.at, to: data.at + frames * length },
    { fill: silence, times: lack },
  ];
  return { silentS: lengthS, silentAt: [{ atS, lengthS }], sections: [{ pieces }], demuxer: 'wav' };
}
