// The layout of storage: every key is made here and nowhere else.

/** The top-level folders with the studio's content. */
export const CONTENT_FOLDERS = [
  'uploads',
  'separations',
  'analyses',
  'mixes',
  'covers',
  'styles',
  'sets',
] as const;
export type ContentFolder = (typeof CONTENT_FOLDERS)[number];

/** Where what the database does not know waits before it goes for good. */
export const TRASH_FOLDER = 'trash';

/** Where a start puts a small object, and takes it away again, to see whether it can write. */
export const PREFLIGHT_FOLDER = 'preflight';

/** What was moved to the trash on one day, such as `2026-11-30`, under the keys that it had. */
export const trashDayPrefix = (day: string): string => `${TRASH_FOLDER}/${day}`;

/** The object that says which studio the storage belongs to. */
export const TIE_KEY = 'isomix-studio.json';

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

/** The cover image that the exports of a project carry. */
export const coverKey = (projectId: string): string => `covers/${projectId}`;

/** A rendered mix, ready for download. */
export const mixKey = (mixId: string, extension: string): string => `mixes/${mixId}.${extension}`;

/** The folder of everything stored of one style sound, by the SHA-256 of its content. */
export const stylePrefix = (sha256: string): string => `styles/${sha256}`;

/** The recording as it was uploaded. */
export const styleSourceKey = (sha256: string): string => `${stylePrefix(sha256)}/source`;

/** Its grain library: see audio/style for the format. */
export const styleLibraryKey = (sha256: string): string => `${stylePrefix(sha256)}/grains.bin`;

/** Where its grains begin, how long they are and how they sound: see platform/grain-map.ts. */
export const styleMapKey = (sha256: string): string => `${stylePrefix(sha256)}/map.json`;

/** Its sound as 16-bit PCM without a header, so that one grain is one range of bytes. */
export const styleSoundKey = (sha256: string): string => `${stylePrefix(sha256)}/sound.pcm`;

/** The analysis of a track: what the planners and the renderer go by, as JSON. */
export const trackAnalysisKey = (analysisId: string): string => `analyses/${analysisId}.json`;

/** The folder of everything stored of one set. */
export const setPrefix = (setId: string): string => `sets/${setId}`;

/** What only the jobs of a set need of each other; it goes when the set is joined. */
export const setWorkPrefix = (setId: string): string => `${setPrefix(setId)}/work`;

/** The plan of a set, with the tracks it is about. */
export const setPlanKey = (setId: string): string => `${setWorkPrefix(setId)}/plan.json`;

/** One prepared track of a set: raw float frames. */
export const segmentAudioKey = (setId: string, index: number): string =>
  `${setWorkPrefix(setId)}/segment-${index}.f32`;

/** Where the frames of a prepared track lie in the set, as JSON. */
export const segmentDescriptionKey = (setId: string, index: number): string =>
  `${setWorkPrefix(setId)}/segment-${index}.json`;

/** The finished set as audio. */
export const setAudioKey = (setId: string, extension: string): string =>
  `${setPrefix(setId)}/set.${extension}`;

/** What is written beside a finished set. */
const SET_ARTIFACTS = { tracklist: 'tracklist.txt', cue: 'set.cue', report: 'report.json' } as const;
export type SetArtifact = keyof typeof SET_ARTIFACTS;

export const setArtifactKey = (setId: string, artifact: SetArtifact): string =>
  `${setPrefix(setId)}/${SET_ARTIFACTS[artifact]}`;
