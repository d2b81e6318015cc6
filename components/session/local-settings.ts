// What the browser keeps for this person on this computer, beside the project: read and written as JSON.

/** What is stored under a key; the browser may have nothing, something else, or refuse its storage. */
export function readLocal(key: string): unknown {
  try {
    return JSON.parse(window.localStorage.getItem(key) ?? '{}');
  } catch {
    return {};
  }
}

export function writeLocal(key: string, value: unknown): void {
  try {
    window.localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Full or forbidden: then it counts for as long as the page is open.
  }
}
