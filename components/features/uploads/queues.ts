// The upload queues of this browser tab, one for each kind of file.

import type { Source } from '@/contract/http/sources';
import type { Track } from '@/contract/http/tracks';
import { UploadQueue } from './upload-queue';

/** Songs; the result is the id of the project. */
export const songUploads = new UploadQueue<string>();
/** Tracks of sets. */
export const trackUploads = new UploadQueue<Track>();
/** Files that become tracks of sessions. */
export const sourceUploads = new UploadQueue<Source>();
/** Recordings for the library; the result is the id of the style sound. */
export const soundUploads = new UploadQueue<string>();

export const UPLOAD_QUEUES = [songUploads, sourceUploads, trackUploads, soundUploads] as const;
