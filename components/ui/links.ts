// Finds the web addresses in what people write; everything else stays the text it is.

export interface TextPart {
  readonly text: string;
  /** Where a click leads; null for plain text. */
  readonly href: string | null;
}

const ADDRESS = /https?:\/\/[^\s<>"'`]+/giu;
/** Punctuation that ends a sentence is not part of the address before it. */
const CLOSING = /[.,;:!?)\]}…]+$/u;

function addressOf(found: string): string | null {
  try {
    const { protocol, href } = new URL(found);
    return protocol === 'http:' || protocol === 'https:' ? href : null;
  } catch {
    // The URL parser is the judge: what it does not take is text.
    return null;
  }
}

/** Cuts a text into plain parts and links to http and https addresses; joined, the parts are the text. */
export function splitLinks(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const found = match[0].replace(CLOSING, '');
    const href = addressOf(found);
    if (!href) continue;
    if (match.index > end) parts.push({ text: text.slice(end, match.index), href: null });
    parts.push({ text: found, href });
    end = match.index + found.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), href: null });
  return parts;
}
