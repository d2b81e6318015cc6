// The Content-Security-Policy of our pages and of data.

/**
 * The Content-Security-Policy of one answer.
 * @param nonce random and new for every answer: scripts without it, such as injected ones, do not run
 * @param mediaOrigin from where pages fetch audio, beside the studio itself
 * @param isDevelopment React rebuilds the stacks of server errors with eval there
 */
export function contentSecurityPolicy(
  nonce: string,
  mediaOrigin: string | null = null,
  isDevelopment = false,
): string {
  return [
    "default-src 'self'",
    // The audio code computes in WebAssembly.
    `script-src 'self' 'nonce-${nonce}' 'wasm-unsafe-eval'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    // React writes style attributes, and the waveforms bring a style element of their own.
    "style-src 'self' 'unsafe-inline'",
    // People who sign in with GitHub or Google bring a picture from there.
    "img-src 'self' data: blob: https:",
    // `'self'` covers WebSockets in current browsers; older ones want them named.
    `connect-src 'self' ws: wss:${mediaOrigin === null ? '' : ` ${mediaOrigin}`}`,
    "media-src 'self' blob:",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** For answers that are data, such as those of the REST interface: opened as a page, they can do nothing. */
export const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";
