// The grains of a style sound: their map, and the sound of a single one.
import { Readable } from 'node:stream';
import { type GrainMap, grainMapSchema } from '@/platform/grain-map';
import { wavFrameBytes, writeWavHeader } from '@/platform/media/wav-header';
import { getStorage } from '@/platform/storage';
import { styleMapKey, styleSoundKey } from '@/platform/storage/keys';
import { ObjectNotFoundError } from '@/platform/storage/storage';
import { NotFoundError } from '@/server/errors';
import { webBody } from '@/server/http/stored-object';
import { readGrainGrant } from './grain-grants';

/** @throws NotFoundError when the sound has no map (yet) */
export async function readGrainMap(sha256: string): Promise<GrainMap> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of await getStorage().get(styleMapKey(sha256))) chunks.push(chunk);
  } catch (error) {
    if (error instanceof ObjectNotFoundError) throw new NotFoundError('style sound');
    throw error;
  }
  return grainMapSchema.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
}

async function* wavOf(header: Buffer, samples: Readable): AsyncGenerator<Buffer> {
  yield header;
  yield* samples;
}

/** One grain as a WAV file, by a file name such as `12.wav`. The token is the permission. */
export async function sendGrain(token: string, file: string): Promise<Response> {
  const sha256 = readGrainGrant(token);
  const index = /^(0|[1-9]\d{0,6})\.wav$/.exec(file)?.[1];
  const { sampleRate, channels, grains } = await readGrainMap(sha256);
  const grain = index === undefined ? undefined : grains[Number(index)];
  if (!grain) throw new NotFoundError('grain');
  const format = { sampleRate, channels, bitDepth: 16 } as const;
  const frameBytes = wavFrameBytes(format);
  const header = writeWavHeader(format, grain.lengthSamples);
  const start = grain.startSamples * frameBytes;
  const end = start + grain.lengthSamples * frameBytes - 1;
  const samples = await getStorage().get(styleSoundKey(sha256), { start, end });
  return new Response(webBody(Readable.from(wavOf(header, samples))), {
    headers: {
      'content-type': 'audio/wav',
      'content-length': String(header.length + end - start + 1),
      'cache-control': 'private, max-age=300',
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    },
  });
}
