// Sends a finished set and its artefacts.

import { setRequestSchema } from '@/platform/automix/set-request';
import { deleteSetRows } from '@/platform/automix/stop-set';
import { getStorage } from '@/platform/storage';
import { type SetArtifact, setArtifactKey, setAudioKey } from '@/platform/storage/keys';
import { ConflictError, GoneError } from '@/server/errors';
import { sendStored } from '@/server/http/stored-object';
import { attachment } from '@/server/mixes/download';
import { isOver, type SetWithJobs } from './sets';

const AUDIO_TYPES = { mp3: 'audio/mpeg', wav: 'audio/wav', flac: 'audio/flac' } as const;

const ARTIFACT_TYPES: Readonly<Record<SetArtifact, readonly [type: string, extension: string]>> = {
  tracklist: ['text/plain; charset=utf-8', 'txt'],
  cue: ['application/x-cue; charset=utf-8', 'cue'],
  report: ['application/json', 'json'],
};

/** @throws ConflictError before the set is finished, GoneError after its time */
function checkFinished(set: SetWithJobs): void {
  const isDone = set.jobs.some(({ phase, job }) => phase === 'joining' && job.state === 'done');
  if (!isDone) throw new ConflictError('This set is not finished.');
  if (isOver(set)) throw new GoneError('This set has expired; render it again.');
}

/** The same response; `then` runs once its body has been sent to the last byte, and not when it breaks off. */
function afterSending(response: Response, then: () => Promise<void>): Response {
  if (response.status !== 200 || !response.body) return response;
  const body = response.body.pipeThrough(new TransformStream<Uint8Array, Uint8Array>({ flush: then }));
  return new Response(body, { status: response.status, headers: response.headers });
}

/**
 * Streams the audio of a set, ranges included.
 * @param removeAfterwards removes the set once it has been sent whole
 * @throws ConflictError before it is finished, GoneError after its time
 */
export async function sendSet(
  request: Request,
  set: SetWithJobs,
  { removeAfterwards }: { readonly removeAfterwards: boolean },
): Promise<Response> {
  checkFinished(set);
  const { format } = setRequestSchema.parse(set.request);
  const headers = {
    'content-type': AUDIO_TYPES[format],
    'content-disposition': attachment(set.title, format),
    'cache-control': 'private, no-cache',
  };
  // Only what comes through the studio is known to have been sent whole.
  const direct = removeAfterwards
    ? {}
    : { direct: { cacheControl: headers['cache-control'], isChecked: true } };
  const key = setAudioKey(set.id, format);
  const response = await sendStored(getStorage(), key, request, headers, { what: 'set', ...direct });
  return removeAfterwards ? afterSending(response, async () => void (await deleteSetRows(set.id))) : response;
}

/**
 * Sends what is written beside a set.
 * @throws ConflictError before it is finished, GoneError after its time
 */
export async function sendArtifact(
  request: Request,
  set: SetWithJobs,
  artifact: SetArtifact,
): Promise<Response> {
  checkFinished(set);
  const [type, extension] = ARTIFACT_TYPES[artifact];
  const headers = {
    'content-type': type,
    'content-disposition': attachment(set.title, extension),
    'cache-control': 'private, no-cache',
  };
  return sendStored(getStorage(), setArtifactKey(set.id, artifact), request, headers, { what: artifact });
}
