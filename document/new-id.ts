// Names for what people add to the document, such as a comment or a clip.

/** Nine random bytes as text: enough that no two people ever choose the same name. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(9));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}
