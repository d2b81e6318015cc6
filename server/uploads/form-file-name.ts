// The name of a file as a multipart form carries it: HTML forms escape three characters of it.

/** What HTML's multipart/form-data encoding algorithm writes for quotes and line breaks; nothing else is escaped. */
const ESCAPES: Readonly<Record<string, string>> = { '%22': '"', '%0D': '\r', '%0A': '\n' };

/**
 * The sender's name of the file. Browsers, fetch and curl send a quote as `%22` but a percent sign as it is,
 * so a name that really contains `%22`, `%0D` or `%0A` looks the same: it is decoded as well, since quotes
 * are far more common in names of music. Other percent sequences (`100%25`) stay.
 * @see https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data
 */
export const formFileName = (sent: string): string =>
  sent.replace(/%(?:22|0D|0A)/gi, (found) => ESCAPES[found.toUpperCase()] ?? found);
