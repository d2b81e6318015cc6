// Names for what people add to the document, such as a comment or a clip.

/** Nine random bytes as text: enough that no two people ever choose the same name. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(9));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}

/** The id of a track that somebody makes: lower case, as the names of stems. */
export function newTrackId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(9));
  return `track-${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
