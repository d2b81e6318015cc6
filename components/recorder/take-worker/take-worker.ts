// The worker that keeps takes: what the capture thread records goes to the browser's storage as it comes.
import type { CaptureOutput, StoredTake, TakeReply, TakeRequest } from '../messages';
import { appendNote, listTakes, removeTake, TakeFile } from './files';

// The scope of a worker; TypeScript's DOM library describes that of a page.
declare function postMessage(reply: TakeReply): void;

/** What a crash of the whole machine may lose. */
const FLUSH_EVERY_MS = 1_000;

const FULL = 'The browser has no room left: the recording was stopped, and what came before is kept.';
const BROKEN = 'The browser does not let the studio keep recordings here.';

function messageOf(error: unknown): string {
  const isFull = error instanceof DOMException && error.name === 'QuotaExceededError';
  return isFull ? FULL : BROKEN;
}

/** How long a take may take to end; a sound device that is gone sends no end. */
const END_TIMEOUT_MS = 2_000;

interface Recording {
  /** Resolves when the last sample is in its file. */
  readonly ended: Promise<void>;
  readonly end: () => void;
}

const recordings = new Map<string, Recording>();

/** Writes what comes until the end of the take; a failure ends it early. */
function record(id: string, file: TakeFile, port: MessagePort): Recording {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    const timer = setInterval(() => file.flush(), FLUSH_EVERY_MS);
    end = () => {
      if (!recordings.delete(id)) return;
      port.onmessage = null;
      port.close();
      clearInterval(timer);
      file.close();
      resolve();
    };
    port.onmessage = ({ data }: MessageEvent<CaptureOutput>) => {
      if (data.type === 'end') return end();
      try {
        file.append(data.samples);
      } catch (error) {
        end();
        postMessage({ call: null, id, error: messageOf(error) });
      }
    };
  });
  return { ended, end };
}

/** Resolves once the last sample of a take is in its file. */
async function finish(id: string): Promise<void> {
  const recording = recordings.get(id);
  if (!recording) return;
  const timer = setTimeout(recording.end, END_TIMEOUT_MS);
  await recording.ended;
  clearTimeout(timer);
}

async function perform(request: TakeRequest): Promise<readonly StoredTake[]> {
  if (request.type === 'list') return listTakes(request);
  if (request.type === 'note') await appendNote(request.note);
  else if (request.type === 'remove') await removeTake(request.id);
  else if (request.type === 'finish') await finish(request.id);
  else {
    const { note, port } = request;
    const file = await TakeFile.create(note.id, note);
    await appendNote(note);
    recordings.set(note.id, record(note.id, file, port));
  }
  return [];
}

addEventListener('message', ({ data: request }: MessageEvent<TakeRequest>) => {
  const { call } = request;
  perform(request).then(
    (takes) => postMessage({ call, takes }),
    (error: unknown) => postMessage({ call, error: messageOf(error) }),
  );
});
