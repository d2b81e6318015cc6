// How media tools name a local file.
import path from 'node:path';

/** The prefix keeps a name such as `concat:a|b` from being read as a protocol. */
export const fileUrl = (file: string): string => `file:${path.resolve(file)}`;
