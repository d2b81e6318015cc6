// Sends the stems of a granted source: segments and peaks from storage, a whole stem joined on the fly.

import { Readable } from 'node:stream';
import { stemIdSchema } from '@/contract/stems';
import { getPrisma } from '@/platform/database/client';
import type { Job } from '@/platform/database/generated/client';
import { restyleStemJob } from '@/platform/jobs/restyle-stem';
import { storedStemsSchema } from '@/platform/jobs/stored-stems';
import { streamStemFlac, streamStemWav } from '@/platform/media/stem-stream';
import { writeWavHeader } from '@/platform/media/wav-header';
import { getStorage } from '@/platform/storage';
import { stemPeaksKey, stemSegmentKey } from '@/platform/storage/keys';
import { NotFoundError, PlanLimitError } from '@/server/errors';
import { sendStored, webBody } from '@/server/http/stored-object';
import { readGrant } from './grants';

/** A stored segment never changes: its source is named after the content and the model it came from. */
const CACHED = 'private, max-age=31536000, immutable';
/** The storage's address of a segment is the same for everybody, and another one an hour later. */
const CACHED_BY_ALL = 'public, max-age=3600, immutable';
/** Peaks grow while a song is separated. */
const FRESH = 'private, no-store';

function stemId(name: string): string {
  const parsed = stemIdSchema.safeParse(name);
  if (!parsed.success) throw new NotFoundError('stem');
  return parsed.data;
}

/** One segment, by a file name such as `12.flac`. */
export function sendSegment(request: Request, token: string, stem: string, file: string): Promise<Response> {
  const { sourceId } = readGrant(token);
  const index = /^(0|[1-9]\d{0,5})\.flac$/.exec(file)?.[1];
  if (index === undefined) throw new NotFoundError('segment');
  const key = stemSegmentKey(sourceId, stemId(stem), Number(index));
  const headers = { 'content-type': 'audio/flac', 'cache-control': CACHED };
  const direct = { cacheControl: CACHED_BY_ALL };
  return sendStored(getStorage(), key, request, headers, { what: 'segment', direct });
}

/** The peaks of a stem as far as it is stored, for drawing. */
export function sendPeaks(request: Request, token: string, stem: string): Promise<Response> {
  const { sourceId } = readGrant(token);
  const key = stemPeaksKey(sourceId, stemId(stem));
  const headers = { 'content-type': 'application/octet-stream', 'cache-control': FRESH };
  return sendStored(getStorage(), key, request, headers, { what: 'stem' });
}

interface WholeStem {
  readonly sampleRate: number;
  readonly lengthSamples: number;
  readonly segmentSamples: number;
  readonly headroomBits: number;
  /** Null for silence. */
  readonly peakDbfs: number | null;
}

/** What is known of a stem that this finished job has stored; null when it has not. */
function stemOf(job: Job | null, id: string): WholeStem | null {
  if (job?.state !== 'done') return null;
  if (job.name === restyleStemJob.name) {
    const { stem: played } = restyleStemJob.input.parse(job.input);
    const { headroomBits, peakDbfs } = restyleStemJob.result.parse(job.result);
    return played.id === id ? { ...played, headroomBits, peakDbfs } : null;
  }
  const result = storedStemsSchema.safeParse(job.result);
  const stem = result.data?.stems.find((each) => each.id === id);
  if (!result.success || !stem) return null;
  return { ...result.data, ...stem };
}

/** @throws NotFoundError when the source has no such stem, or not yet */
async function findStem(sourceId: string, id: string): Promise<WholeStem> {
  const stem = stemOf(await getPrisma().job.findUnique({ where: { id: sourceId } }), id);
  if (!stem) throw new NotFoundError('stem');
  return stem;
}

/** FLAC cannot store a stem that exceeds full scale; a single stem may, although the song does not. */
const needsFloats = ({ peakDbfs }: WholeStem): boolean => peakDbfs !== null && peakDbfs > 0;

/**
 * A whole stem as one file at the level at which it plays, for those whose plan saves stems; players work with
 * segments. It is 24-bit FLAC, or 32-bit float WAV where its peak is above full scale, so that nothing is clipped and
 * the stems of a song add up to it. With `?download` it comes as a file to save.
 * @throws PlanLimitError when the grant does not say so
 */
export async function sendStem(request: Request, token: string, name: string): Promise<Response> {
  const { sourceId, mayDownload } = readGrant(token);
  const stem = stemId(name);
  if (!mayDownload) throw new PlanLimitError('Your plan plays single stems but does not save them as files.');
  const isSaved = new URL(request.url).searchParams.has('download');
  const found = await findStem(sourceId, stem);
  const extension = needsFloats(found) ? 'wav' : 'flac';
  const headers = {
    'content-type': `audio/${extension}`,
    'cache-control': CACHED,
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    ...(isSaved ? { 'content-disposition': `attachment; filename="${stem}.${extension}"` } : {}),
  };
  if (request.method === 'HEAD') return new Response(null, { headers });
  const { sampleRate, lengthSamples, segmentSamples, headroomBits } = found;
  const stored = { sourceId, stem, segmentCount: Math.ceil(lengthSamples / segmentSamples) };
  const options = { headroomBits, signal: request.signal };
  const wav = { sampleRate, channels: 2, bitDepth: 32 } as const;
  const stream = needsFloats(found)
    ? streamStemWav(getStorage(), stored, writeWavHeader(wav, lengthSamples), options)
    : streamStemFlac(getStorage(), stored, lengthSamples, options);
  return new Response(webBody(Readable.from(stream)), { headers });
}
