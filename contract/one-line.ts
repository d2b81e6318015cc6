// Makes text from outside fit to be shown as one line.

/** Control characters, lone surrogates, and the marks that turn the direction of the text that follows. */
const UNSHOWABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu;

/**
 * Replaces what a line of text cannot show by spaces and trims it. Markup stays as the text it is:
 * whoever shows it escapes it.
 */
export function oneLine(text: string): string {
  return text.replace(UNSHOWABLE, ' ').replace(/\s+/gu, ' ').trim();
}
