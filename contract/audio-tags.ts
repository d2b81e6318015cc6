// What FLAC and MP3 files say about themselves.
import { z } from 'zod';
import { oneLine } from './one-line';
import { cleanText } from './text';

const limited = z.string().trim().max(200);
const line = z.string().transform(oneLine).pipe(limited).optional();

export const audioTagsSchema = z.strictObject({
  title: line,
  artist: line,
  album: line,
  date: line,
  genre: line,
  comment: z.string().transform(cleanText).pipe(limited).optional(),
});
/** As they are sent. */
export type AudioTags = z.input<typeof audioTagsSchema>;
