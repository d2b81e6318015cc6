// Small songs for tests, each with other content than the last, and the form that uploads one.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { tone } from '@/platform/media/testing/tones';
import { type CallOptions, call } from './call';

let songs = 0;

/** A WAV of about a tenth of a second that nobody uploaded before. */
export function newSong(): Buffer {
  songs += 1;
  return tone(4_410 + songs);
}

/** What FFmpeg makes of its arguments, as the content of a file with this extension. */
export function generated(extension: string, ...args: string[]): Buffer {
  const folder = mkdtempSync(path.join(tmpdir(), 'isomix-sound-'));
  const file = path.join(folder, `sound.${extension}`);
  try {
    execFileSync('ffmpeg', ['-v', 'error', ...args, file]);
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Silence of this many seconds, a tiny file however long it is. */
export const longSilence = (seconds: number): Buffer =>
  generated('flac', '-f', 'lavfi', '-i', 'anullsrc=r=8000:cl=mono', '-t', String(seconds));

export interface UploadOptions {
  readonly fileName?: string;
  readonly fields?: Readonly<Record<string, string>>;
}

/** Uploads a file as somebody. */
export function upload(
  as: CallOptions['as'],
  content: Buffer,
  { fileName = 'song.wav', fields = {} }: UploadOptions = {},
): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new File([new Uint8Array(content)], fileName));
  return call('POST', '/upload/base-track', { as, form });
}

/** Uploads a song that nobody uploaded before and returns its project. */
export async function uploadNew(as: NonNullable<CallOptions['as']>): Promise<string> {
  const response = await upload(as, newSong());
  return ((await response.json()) as { project_id: string }).project_id;
}
