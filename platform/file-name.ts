// Names of files made of what people typed.

/** What file systems and header syntax do not allow in a name. */
const UNSAFE = /[\\/:*?"<>|\p{Cc}]+/gu;

/**
 * A title as the base of a file name that every file system takes.
 * @param fallback stands in for a title of which nothing is left
 */
export function fileBase(title: string, fallback: string): string {
  const base = title
    .replace(UNSAFE, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '');
  return base || fallback;
}
