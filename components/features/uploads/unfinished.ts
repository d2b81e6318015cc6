// Remembers in the browser tab which uploads were under way, so that a reloaded page can name those that broke off.
import { z } from 'zod';
import type { Upload } from './upload-queue';

const KEY = 'isomix-uploads';
const namesSchema = z.array(z.object({ fileName: z.string(), isSent: z.boolean() }));

/** An upload that a reload or the closing of the page broke off. */
export type BrokenUpload = z.infer<typeof namesSchema>[number];

/** Writes down what is under way now. A browser may refuse its storage; then nothing is remembered. */
export function rememberUnfinished(uploads: readonly Upload[]): void {
  const unfinished = uploads.filter(({ state }) => state !== 'refused');
  const names = unfinished.map(
    ({ fileName, fraction }): BrokenUpload => ({ fileName, isSent: fraction >= 1 }),
  );
  try {
    if (names.length === 0) window.sessionStorage.removeItem(KEY);
    else window.sessionStorage.setItem(KEY, JSON.stringify(names));
  } catch {
    // Full or forbidden, which is no reason to stop an upload.
  }
}

/** What was under way when the page was left; call it before anything new is written down. */
export function readUnfinished(): readonly BrokenUpload[] {
  try {
    return namesSchema.safeParse(JSON.parse(window.sessionStorage.getItem(KEY) ?? '[]')).data ?? [];
  } catch {
    // Forbidden, or not ours.
    return [];
  }
}

const listOf = (names: readonly string[]): string =>
  new Intl.ListFormat('en').format(names.map((name) => `“${name}”`));

/** The messages about them, one for those that did not arrive and one for those that may have. */
export function unfinishedMessages(broken: readonly BrokenUpload[]): string[] {
  const namesOf = (isSent: boolean) =>
    broken.filter((each) => each.isSent === isSent).map(({ fileName }) => fileName);
  const [lost, unsure] = [namesOf(false), namesOf(true)];
  const messages: string[] = [];
  if (lost.length > 0) {
    const [which, them] =
      lost.length === 1 ? ['The upload of', 'the file'] : ['The uploads of', 'these files'];
    messages.push(
      `${which} ${listOf(lost)} did not finish, because the page was closed or reloaded. Add ${them} again.`,
    );
  }
  if (unsure.length > 0) {
    messages.push(
      `The page was closed or reloaded while the studio checked ${listOf(unsure)}. Add again what is missing.`,
    );
  }
  return messages;
}
