// Settles which address a request comes from before anything downstream reads the header.
import type { IncomingMessage } from 'node:http';
import { getEnv } from '@/server/shared/env';

/** The address that a request comes from: of the peer, or as the trusted proxy in front names it. */
export function clientAddress(request: IncomingMessage, trustProxy: boolean = getEnv().TRUST_PROXY): string {
  const peer = request.socket.remoteAddress ?? '';
  if (!trustProxy) return peer;
  const forwarded = String(request.headers['x-forwarded-for'] ?? '');
  return forwarded.split(',', 1)[0]?.trim() || peer;
}

/**
 * Overwrites X-Forwarded-For with the address of the peer, unless a trusted proxy in front has set it: anybody can
 * send the header, and limits per address would otherwise be limits per whim.
 */
export function nameClientAddress(
  request: IncomingMessage,
  trustProxy: boolean = getEnv().TRUST_PROXY,
): void {
  if (trustProxy && request.headers['x-forwarded-for'] !== undefined) return;
  request.headers['x-forwarded-for'] = request.socket.remoteAddress ?? '';
}
