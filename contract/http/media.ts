// The files of stems: the grants by which they are fetched, and the operations of the API that give them.
import { z } from 'zod';
import { operation } from './operation';

export const mediaGrantsSchema = z.object({
  sources: z.array(
    z.object({
      /** As in the stems of the shared document */
      source_id: z.string(),
      /** Goes into the addresses below /api/v1/media */
      token: z.string(),
      expires_at: z.iso.datetime(),
    }),
  ),
});
export type MediaGrants = z.infer<typeof mediaGrantsSchema>;

/** Whatever else is asked for is no reason to refuse audio. */
const segmentQuerySchema = z.object({ via: z.literal('studio').optional().catch(undefined) });

export const grantMedia = operation({
  method: 'get',
  path: '/projects/{id}/media',
  summary: "Get signed grants for a project's stems; each lasts for five minutes at most.",
  access: { project: 'viewer' },
  answer: { status: 200, schema: mediaGrantsSchema },
});

export const getSegment = operation({
  method: 'get',
  path: '/media/{token}/{stem}/{segment}',
  summary:
    'Fetch one segment of a stem, named by its number: 0.flac, 1.flac and so on; it may redirect to the storage, ' +
    'unless ?via=studio asks for the bytes. Segments are turned down by headroom_bits, 6.02 dB each.',
  access: 'link',
  query: segmentQuerySchema,
  answer: { status: 200, binary: 'audio/flac', redirects: true },
  problems: [403, 410, 416],
});

export const getPeaks = operation({
  method: 'get',
  path: '/media/{token}/{stem}/peaks',
  summary: 'Fetch the peaks that a stem is drawn from.',
  access: 'link',
  answer: { status: 200, binary: 'application/octet-stream' },
  problems: [403, 410, 416],
});

export const getStem = operation({
  method: 'get',
  path: '/media/{token}/{stem}/stem.flac',
  summary:
    'Fetch a whole stem at the level at which it plays, where the plan saves stems; with ?download as a file to save. ' +
    'It is 24-bit FLAC, or 32-bit float WAV where its peak is above full scale: nothing is clipped, and the stems of a ' +
    'song add up to it.',
  access: 'link',
  query: z.object({ download: z.string().optional() }),
  answer: { status: 200, binary: 'audio/*' },
  problems: [402, 403, 410],
});
