// Which contents are in use: the one list of the rows that keep an uploaded file and what was made of it.
import { Prisma } from './database/generated/client';

/** Neither the song nor a source of a project, nor a track in a tracklist or in a set. */
export const UNUSED_CONTENT = {
  songs: { none: {} },
  tracks: { none: {} },
  sources: { none: {} },
  djSetTracks: { none: {} },
} satisfies Prisma.AssetWhereInput;

/** The same in SQL, of an `Asset` that the query calls a. */
export const IS_UNUSED_CONTENT = Prisma.sql`NOT EXISTS (SELECT 1 FROM "Song" WHERE "sha256" = a."sha256")
  AND NOT EXISTS (SELECT 1 FROM "Track" WHERE "sha256" = a."sha256")
  AND NOT EXISTS (SELECT 1 FROM "Source" WHERE "sha256" = a."sha256")
  AND NOT EXISTS (SELECT 1 FROM "DjSetTrack" WHERE "sha256" = a."sha256")`;
