// The origins whose pages may open sockets: our own alone.

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The request's Host, as a URL to take apart; null when it is missing or nonsense. */
function hostUrl(host: string | undefined): URL | null {
  return host !== undefined && URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : null;
}

/**
 * Whether a page of this origin is ours. On the machine itself the names of the loopback interface mean the same.
 * @param origin the Origin header: an origin or the word `null`
 * @param host the Host header of the same request
 * @param publicUrl where people reach the studio
 */
export function isOwnOrigin(origin: string, host: string | undefined, publicUrl: string): boolean {
  if (!URL.canParse(origin)) return false;
  const page = new URL(origin);
  if (page.origin === new URL(publicUrl).origin) return true;
  const target = hostUrl(host);
  if (!target || page.protocol !== 'http:') return false;
  return LOOPBACK.has(page.hostname) && LOOPBACK.has(target.hostname) && page.port === target.port;
}
