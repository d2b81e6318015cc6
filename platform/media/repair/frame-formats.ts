// What a scanner of MPEG audio and ADTS needs to know of frames: their length in samples, and how silence is written.
import { adtsFrame, mpegFrame } from '../mpeg-frames';
import type { ScannedFrame } from './scanned-frame';
import { sideBytes } from './xing-header';

/** Where a frame's data lie: they may begin in the frames before. */
export interface MainData {
  /** Bytes of the frames before in which they begin. */
  readonly reach: number;
  /** Bytes that the frame itself has for its own data and those of the frames behind it. */
  readonly room: number;
}

export interface FrameFormat {
  /** Bytes that `read` needs. */
  readonly headBytes: number;
  /** Whether a frame may contain a header that counts the frames behind it. */
  readonly hasClaims: boolean;
  /** Whether what lies before the first frame and behind the last is damaged sound. MP3 files have all kinds of tags there. */
  readonly isAllSound: boolean;
  read(bytes: Uint8Array, at: number): ScannedFrame | null;
  /** A frame of silence like the one whose head is given. */
  silence(head: Buffer, length: number): Buffer;
  /** Null where every frame contains its own data. */
  mainData(head: Buffer, length: number): MainData | null;
  /** The frame as silence, with the data that it stores for later frames. */
  muted(frame: Buffer): Buffer;
}

const isLayer3 = (head: Buffer): boolean => head.length >= 8 && (((head[1] ?? 0) >> 1) & 3) === 1;
/** Bytes of a checksum behind the head. */
const checkBytes = (head: Buffer): number => (((head[1] ?? 0) & 1) === 0 ? 2 : 0);

const MPEG_RATES = [44_100, 48_000, 32_000];
const ADTS_RATES = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
];

export const MPEG_AUDIO: FrameFormat = {
  headBytes: 4,
  hasClaims: true,
  isAllSound: false,
  read(bytes, at) {
    const frame = mpegFrame(bytes, at);
    if (!frame) return null;
    const version = ((bytes[at + 1] ?? 0) >> 3) & 3;
    const layer = 4 - (((bytes[at + 1] ?? 0) >> 1) & 3);
    const samples = layer === 1 ? 384 : layer === 3 && version !== 3 ? 576 : 1152;
    const sampleRate =
      (MPEG_RATES[((bytes[at + 2] ?? 0) >> 2) & 3] ?? 0) / (version === 3 ? 1 : version === 2 ? 2 : 4);
    return { ...frame, samples, sampleRate };
  },
  silence(head, length) {
    // Side information, scale factors and allocations of zeros are silence in all three layers.
    const frame = Buffer.alloc(length);
    head.copy(frame, 0, 0, 4);
    frame[1] = (frame[1] ?? 0) | 1;
    return frame;
  },
  mainData(head, length) {
    if (!isLayer3(head)) return null;
    const sideAt = 4 + checkBytes(head);
    const isMpeg1 = (((head[1] ?? 0) >> 3) & 3) === 3;
    const reach = isMpeg1 ? ((head[sideAt] ?? 0) << 1) | ((head[sideAt + 1] ?? 0) >> 7) : (head[sideAt] ?? 0);
    return { reach, room: length - sideAt - sideBytes(head) };
  },
  muted(frame) {
    // Data are counted from the end of a frame, so they stay where they are behind side information of zeros.
    const muted = Buffer.from(frame);
    const sideEnd = 4 + checkBytes(frame) + sideBytes(frame);
    muted[1] = (muted[1] ?? 0) | 1;
    return muted.fill(0, 4, Math.min(sideEnd, muted.length));
  },
};

/** Raw data blocks of AAC-LC without any spectrum: of one channel, and of two. */
const SILENT_MONO = Buffer.from([0x01, 0x18, 0x20, 0x07]);
const SILENT_STEREO = Buffer.from([0x21, 0x10, 0x04, 0x60, 0x8c, 0x1c]);

export const ADTS: FrameFormat = {
  headBytes: 7,
  hasClaims: false,
  isAllSound: true,
  read(bytes, at) {
    const frame = adtsFrame(bytes, at);
    if (!frame) return null;
    const blocks = ((bytes[at + 6] ?? 0) & 3) + 1;
    return {
      ...frame,
      samples: 1024 * blocks,
      sampleRate: ADTS_RATES[((bytes[at + 2] ?? 0) >> 2) & 15] ?? 0,
    };
  },
  silence(head) {
    const channels = (((head[2] ?? 0) & 1) << 2) | ((head[3] ?? 0) >> 6);
    const block = channels === 1 ? SILENT_MONO : SILENT_STEREO;
    const frame = Buffer.concat([head.subarray(0, 7), block]);
    frame[1] = (frame[1] ?? 0) | 1;
    frame[3] = ((frame[3] ?? 0) & 0xfc) | (frame.length >> 11);
    frame[4] = (frame.length >> 3) & 0xff;
    frame[5] = ((frame.length & 7) << 5) | ((frame[5] ?? 0) & 0x1f);
    frame[6] = (frame[6] ?? 0) & 0xfc;
    return frame;
  },
  mainData: () => null,
  muted(frame) {
    return this.silence(frame, frame.length);
  },
};
