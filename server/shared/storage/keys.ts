// The layout of storage: every key is made here and nowhere else.

/** The uploaded file, by the SHA-256 of its content. */
export const uploadKey = (sha256: string): string => `uploads/${sha256}`;

/** The folder of one separation's results. */
export const separationPrefix = (separationId: string): string => `separations/${separationId}`;

/** One independently decodable FLAC segment of a stem. */
export const stemSegmentKey = (sourceId: string, stem: string, index: number): string =>
  `${separationPrefix(sourceId)}/${stem}/${index}.flac`;

/** The peaks of a stem for drawing: see audio/peaks.ts for the format. */
export const stemPeaksKey = (sourceId: string, stem: string): string =>
  `${separationPrefix(sourceId)}/${stem}/peaks.bin`;

/** A rendered mix, ready for download. */
export const mixKey = (mixId: string, extension: string): string => `mixes/${mixId}.${extension}`;
