// Decides from a file's content, never from its name, which demuxer FFmpeg is forced to use.
import { type FileHandle, open } from 'node:fs/promises';
import { UnusableAudioError } from './errors';
import { hasFreeFormat } from './free-format';
import { countId3Frames } from './id3-frames';
import { adtsFrame, findFrames, mpegFrame } from './mpeg-frames';

/** FFmpeg demuxers that read the one file they are given and open nothing else. */
export type Demuxer =
  | 'wav'
  | 'w64'
  | 'mp3'
  | 'flac'
  | 'ogg'
  | 'mov'
  | 'aac'
  | 'aiff'
  | 'matroska'
  | 'caf'
  | 'au';

const READABLE = 'WAV, MP3, FLAC, OGG, Opus, M4A, AAC, AIFF, CAF, AU and WebM';

/** How far into the file frames are looked for: past the garbage that some recorders and streams leave. */
const HEAD_BYTES = 65_536;
const ID3_HEADER_BYTES = 10;
/** The head of a page of Ogg up to the lengths of its parts, whose number is its last byte. */
const OGG_HEAD_BYTES = 27;
/**
 * Tags that may follow each other before the audio, and the bytes of them all: some contain a picture per
 * page.
 */
const MAX_TAGS = 16;
const MAX_TAG_BYTES = 64 * 2 ** 20;
/** Frames of all tags: FFmpeg keeps 1.6 kB for each chapter, and audio books have some hundred. */
const MAX_FRAMES = 4_096;

const at = (offset: number, text: string) => (head: Buffer) =>
  head.subarray(offset, offset + text.length).equals(Buffer.from(text, 'latin1'));
const all =
  (...tests: ((head: Buffer) => boolean)[]) =>
  (head: Buffer) =>
    tests.every((test) => test(head));

/** Wave64 begins with the GUID of its RIFF chunk. */
const W64_GUID = '\x72\x69\x66\x66\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\x00\x00';

const SIGNATURES: readonly (readonly [Demuxer, (head: Buffer) => boolean])[] = [
  ['wav', all(at(0, 'RIFF'), at(8, 'WAVE'))],
  ['wav', all(at(0, 'RIFX'), at(8, 'WAVE'))],
  ['wav', all(at(0, 'RF64'), at(8, 'WAVE'))],
  ['wav', all(at(0, 'BW64'), at(8, 'WAVE'))],
  ['w64', at(0, W64_GUID)],
  ['flac', at(0, 'fLaC')],
  ['ogg', at(0, 'OggS')],
  ['mov', at(4, 'ftyp')],
  ['aiff', all(at(0, 'FORM'), at(8, 'AIF'))],
  ['matroska', at(0, '\x1a\x45\xdf\xa3')],
  ['caf', at(0, 'caff')],
  ['au', at(0, '.snd')],
];

/** Whether text begins here that is a page, a playlist or data. Other bytes before the audio may begin with the same letters. */
function isMarkup(head: Buffer): boolean {
  const text = head.toString('latin1', 0, 64);
  const isText = [...text].every((letter) => letter >= ' ' || '\t\n\r'.includes(letter));
  return isText && /^\s*[<#{]/.test(text);
}

/** Whether pages of Ogg follow each other somewhere in `head`: the first one may be damaged. */
function hasOggPages(head: Buffer): boolean {
  let at = head.indexOf('OggS\0', 0, 'latin1');
  for (; at >= 0; at = head.indexOf('OggS\0', at + 1, 'latin1')) {
    const laces = head.subarray(
      at + OGG_HEAD_BYTES,
      at + OGG_HEAD_BYTES + (head[at + OGG_HEAD_BYTES - 1] ?? 0),
    );
    const end = at + OGG_HEAD_BYTES + laces.length + laces.reduce((sum, lace) => sum + lace, 0);
    if (head.toString('latin1', end, end + 4) === 'OggS') return true;
  }
  return false;
}

/**
 * Names the demuxer for the first bytes of a file (those after an ID3 tag), or null when it is not audio.
 * @param isWholeFile whether nothing follows `head`
 */
function demuxerFor(head: Buffer, isWholeFile: boolean): Demuxer | null {
  const signed = SIGNATURES.find(([, matches]) => matches(head));
  if (signed) return signed[0];
  if (hasOggPages(head)) return 'ogg';
  if (isMarkup(head)) return null;
  // Whichever begins first: a recording of a stream begins in the middle of a frame, and some files with other bytes.
  const [adts = -1, mpeg = -1] = [adtsFrame, mpegFrame].map((read) => findFrames(head, read, isWholeFile));
  if (adts >= 0 && (mpeg < 0 || adts < mpeg)) return 'aac';
  return mpeg >= 0 ? 'mp3' : null;
}

/** Bytes that an ID3v2 tag at the start of `head` takes, or 0. */
function id3Length(head: Buffer): number {
  if (head.length < ID3_HEADER_BYTES || !at(0, 'ID3')(head)) return 0;
  const size = head.subarray(6, 10).reduce((sum, byte) => sum * 128 + (byte & 127), 0);
  const hasFooter = (head.readUInt8(5) & 0x10) !== 0;
  return size + ID3_HEADER_BYTES * (hasFooter ? 2 : 1);
}

/**
 * Where the content begins: behind the tags at the start of the file, of which only the headers are read.
 * @throws UnusableAudioError when there are more of them than any music file has
 */
export async function contentStart(file: FileHandle): Promise<number> {
  const header = Buffer.alloc(ID3_HEADER_BYTES);
  let [start, frames] = [0, 0];
  for (let tags = 0; ; tags++) {
    const { bytesRead } = await file.read(header, 0, ID3_HEADER_BYTES, start);
    const tag = id3Length(header.subarray(0, bytesRead));
    if (tag === 0) return start;
    if (start + tag <= MAX_TAG_BYTES) frames += await countId3Frames(file, start, MAX_FRAMES - frames + 1);
    start += tag;
    if (tags === MAX_TAGS || start > MAX_TAG_BYTES || frames > MAX_FRAMES) {
      throw new UnusableAudioError('The file begins with more tags than can be read.');
    }
  }
}

/**
 * Reads the start of the file at `path` and names the demuxer for it.
 * @throws UnusableAudioError when it is empty or no audio of a known kind
 */
export async function sniffAudio(path: string): Promise<Demuxer> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    if (size === 0) throw new UnusableAudioError('The file is empty.');
    const start = await contentStart(file);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, start);
    const head = buffer.subarray(0, bytesRead);
    const demuxer = demuxerFor(head, start + bytesRead >= size);
    if (demuxer === null && hasFreeFormat(head)) {
      throw new UnusableAudioError(
        'The file is an MP3 of free format, without one of the standard bitrates, which cannot be decoded.',
      );
    }
    if (demuxer === null) {
      throw new UnusableAudioError(`The file is not audio that the studio can read; it reads ${READABLE}.`);
    }
    return demuxer;
  } finally {
    await file.close();
  }
}
