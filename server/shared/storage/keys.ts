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

/** The folder of everything stored of one style sound, by the SHA-256 of its content. */
export const stylePrefix = (sha256: string): string => `styles/${sha256}`;

/** The recording as it was uploaded. */
export const styleSourceKey = (sha256: string): string => `${stylePrefix(sha256)}/source`;

/** Its grain library: see audio/style for the format. */
export const styleLibraryKey = (sha256: string): string => `${stylePrefix(sha256)}/grains.bin`;

/** Where its grains begin, how long they are and how they sound: see server/shared/grain-map.ts. */
export const styleMapKey = (sha256: string): string => `${stylePrefix(sha256)}/map.json`;

/** Its sound as 16-bit PCM without a header, so that one grain is one range of bytes. */
export const styleSoundKey = (sha256: string): string => `${stylePrefix(sha256)}/sound.pcm`;
