// The files of a finished set: its audio, its tracklist, its CUE sheet and its report.
import { z } from 'zod';
import { linkQuerySchema } from './mixes';
import { operation } from './operation';

export const setDownloadQuerySchema = z.object({
  delete: z
    .enum(['true', 'false'])
    .optional()
    .describe(
      'With `true` the set is removed as soon as it has been sent whole. For API tokens that may write and for the pages of the studio; other browsers use POST.',
    ),
});

/** Null where the set is too quiet or too short to be measured. */
const figure = z.number().nullable();

/** What the finished audio measures; times in seconds, offsets in milliseconds. */
export const setReportSchema = z.looseObject({
  tracks: z.array(
    z.looseObject({
      file: z.string(),
      start_s: z.number(),
      bpm: figure,
      key: z.string().nullable(),
      tempo_ratio: z.number(),
      pitch_semitones: z.number(),
    }),
  ),
  transitions: z.array(
    z.looseObject({
      from: z.string(),
      to: z.string(),
      start_s: z.number(),
      end_s: z.number(),
      bars: z.number(),
      beat_offset_ms: z.object({ median: figure, p95: figure, max: figure }).nullable(),
      beat_offset_reason: z.string().nullable().optional(),
      drift_ms: figure,
      bass_overlap_bars: figure,
      vocal_overlap_bars: figure,
      short_term_jump_lu: figure,
      key_distance: figure,
      template: z.string(),
      why: z.string(),
    }),
  ),
  loudness: z.looseObject({ integrated_lufs: figure, lra_lu: figure, true_peak_dbtp: figure }),
  notes: z.array(z.string()).optional(),
});

export type SetReport = z.infer<typeof setReportSchema>;

export const downloadSet = operation({
  method: 'get',
  path: '/automix/{id}/set',
  summary:
    'Download a set, by session or by the signed link; it may redirect to the storage, unless ?via=studio asks for ' +
    'the bytes.',
  access: 'session-or-link',
  query: setDownloadQuerySchema.extend(linkQuerySchema.shape),
  answer: { status: 200, binary: 'audio/*', redirects: true },
  problems: [403, 409, 410, 416],
});

export const downloadAndRemoveSet = operation({
  method: 'post',
  path: '/automix/{id}/set',
  summary: 'Download a set and remove it once it has been sent whole; the way for browsers.',
  access: 'session',
  answer: { status: 200, binary: 'audio/*' },
  problems: [403, 409, 410],
});

export const getTracklist = operation({
  method: 'get',
  path: '/automix/{id}/tracklist',
  summary: 'Read the tracks of a set with their times.',
  access: { set: 'viewer' },
  answer: { status: 200, binary: 'text/plain' },
  problems: [409, 410],
});

export const getCueSheet = operation({
  method: 'get',
  path: '/automix/{id}/cue',
  summary: 'Read the CUE sheet of a set.',
  access: { set: 'viewer' },
  answer: { status: 200, binary: 'application/x-cue' },
  problems: [409, 410],
});

export const getReport = operation({
  method: 'get',
  path: '/automix/{id}/report',
  summary: 'Read what the finished set measures.',
  access: { set: 'viewer' },
  answer: { status: 200, schema: setReportSchema },
  problems: [409, 410],
});
