// The ids of jobs about a content: a word for the kind, the SHA-256 of the content, and the rest.
import { z } from 'zod';

export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

/** In the syntax that JavaScript and PostgreSQL share; its one group is the content. */
export const CONTENT_ID_PATTERN = '[a-z]+-([0-9a-f]{64})-.+';
const CONTENT_ID = new RegExp(`^${CONTENT_ID_PATTERN}$`);

/** The content that a job with such an id is about; null for other ids. */
export const contentOfId = (id: string): string | null => CONTENT_ID.exec(id)?.[1] ?? null;

export interface ContentIds {
  /** The beginning of the ids of all jobs of the kind that are about one content. */
  startOf(sha256: string): string;
}

/** @param word of lower-case letters, different for each kind of job */
export const contentIds = (word: string): ContentIds => ({ startOf: (sha256) => `${word}-${sha256}-` });
