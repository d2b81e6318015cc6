// Reads a Cookie header.

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    // A stray % is legal in a cookie: such a value means itself.
    return value;
  }
}

/** The cookies of a request by name; of two with one name the first counts, as browsers send the closest first. */
export function parseCookies(header: string): Record<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    const name = pair.slice(0, equals).trim();
    if (equals > 0 && !cookies.has(name)) cookies.set(name, decoded(pair.slice(equals + 1).trim()));
  }
  return Object.fromEntries(cookies);
}
