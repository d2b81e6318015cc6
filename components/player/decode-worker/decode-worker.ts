// The worker that decodes segments, into memory that the page provides; parts that are waited for come first.
import { FlacDecoder } from '@/audio/flac/decoder';
import type { DecodeReply, DecodeRequest, DropRequest } from '../decode-messages';
import { release } from '../release';

// The scope of a worker; TypeScript's DOM library describes that of a page.
declare function postMessage(reply: DecodeReply, transfer: Transferable[]): void;

/** Samples decoded before the worker looks whether something more urgent has come: a few milliseconds. */
const STEP_SAMPLES = 32_768;

const decoder = new FlacDecoder();
const dropped = new Set<number>();
const { port1: here, port2: there } = new MessageChannel();

/** Lets the messages in that have come meanwhile. */
function lookUp(): Promise<void> {
  return new Promise((resolve) => {
    here.onmessage = () => resolve();
    there.postMessage(null);
  });
}

async function decodeWhole({ id, bytes, left, right, gain }: DecodeRequest): Promise<number | string> {
  const steps = decoder.decodeInSteps(new Uint8Array(bytes), left, right, gain);
  let looked = 0;
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value;
    if (step.value - looked < STEP_SAMPLES) continue;
    looked = step.value;
    await lookUp();
    if (dropped.delete(id)) return 'It is not wanted any more.';
  }
}

async function decode(request: DecodeRequest): Promise<number | string> {
  const { bytes, left, right, gain, from } = request;
  try {
    const count =
      from === null
        ? await decodeWhole(request)
        : decoder.decodePart(new Uint8Array(bytes), from, left, right, gain);
    if (typeof count === 'string') return count;
    // The memory is used again and again: nothing of the segment before may sound behind the end of a short one.
    left.fill(0, count);
    right.fill(0, count);
    return count;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function answer(request: DecodeRequest): Promise<void> {
  const { id, left, right, bytes, from } = request;
  const result = await decode(request);
  dropped.delete(id);
  const audio = [left.buffer, right.buffer];
  if (from === null) {
    release([bytes]);
    postMessage({ id, left, right, result, bytes: null }, audio);
  } else postMessage({ id, left, right, result, bytes }, [...audio, bytes]);
}

addEventListener('message', ({ data }: MessageEvent<DecodeRequest | DropRequest>) => {
  if ('drop' in data) dropped.add(data.drop);
  else void answer(data);
});
