// Settles which address a request comes from before anything downstream reads the header.
import type { IncomingMessage } from 'node:http';
import { getEnv } from '@/platform/env';
import { addressOf } from '@/server/http/address';
import { recordProxy } from './proxy-record';

/** The address that a request comes from: that of the peer, or the one that the trusted proxy in front appended. */
export function clientAddress(request: IncomingMessage, trustProxy: boolean = getEnv().TRUST_PROXY): string {
  const peer = request.socket.remoteAddress ?? '';
  const forwarded = request.headers['x-forwarded-for'];
  return trustProxy && forwarded ? addressOf(String(forwarded)) : peer;
}

/**
 * Overwrites X-Forwarded-For with the address of the peer, unless a trusted proxy in front has set it: anybody can
 * send the header, and limits per address would otherwise be useless.
 */
export function nameClientAddress(
  request: IncomingMessage,
  trustProxy: boolean = getEnv().TRUST_PROXY,
): void {
  if (trustProxy && request.headers['x-forwarded-for'] !== undefined) return;
  const peer = request.socket.remoteAddress ?? '';
  if (!trustProxy && request.headers['x-forwarded-for'] !== undefined) recordProxy(peer);
  request.headers['x-forwarded-for'] = peer;
}
