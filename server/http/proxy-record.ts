// Records that a proxy seems to be in front while TRUST_PROXY is not set: everybody then shares one address's limits.

import { BlockList, isIPv6 } from 'node:net';
import { DAY_MS } from '@/contract/durations';
import { getPrisma } from '@/platform/database/client';
import { log } from '@/platform/log';
import { PROXY_SEEN_SETTING } from '@/platform/preflight/proxy';

/**
 * The address ranges of private reverse proxies; a client outside of them that sends the header made it up.
 */
const NEARBY = new BlockList();
NEARBY.addSubnet('127.0.0.0', 8, 'ipv4');
NEARBY.addSubnet('10.0.0.0', 8, 'ipv4');
NEARBY.addSubnet('172.16.0.0', 12, 'ipv4');
NEARBY.addSubnet('192.168.0.0', 16, 'ipv4');
NEARBY.addSubnet('100.64.0.0', 10, 'ipv4');
NEARBY.addSubnet('fc00::', 7, 'ipv6');
NEARBY.addSubnet('fe80::', 10, 'ipv6');
NEARBY.addAddress('::1', 'ipv6');

const AGAIN_MS = DAY_MS;
let loggedAt = Number.NEGATIVE_INFINITY;

/** Whether a peer may be a proxy in front: it is on this machine or on a private network. */
export function isNearby(peer: string): boolean {
  const bare = peer.replace(/^::ffff:(?=\d+\.)/i, '').split('%', 1)[0] ?? '';
  return bare !== '' && NEARBY.check(bare, isIPv6(bare) ? 'ipv6' : 'ipv4');
}

/** Records once a day that `peer` sent X-Forwarded-For, for the log, for the next start and for `isomix doctor`. */
export function recordProxy(peer: string): void {
  if (performance.now() - loggedAt < AGAIN_MS || !isNearby(peer)) return;
  loggedAt = performance.now();
  log.warn(
    { peer },
    'A request came with X-Forwarded-For, as from a reverse proxy, and TRUST_PROXY is not set: limits go by the ' +
      'address of the proxy. Set TRUST_PROXY=true if a proxy of yours sets that header.',
  );
  getPrisma().$executeRaw`INSERT INTO "Setting" ("name", "value", "updatedAt")
      VALUES (${PROXY_SEEN_SETTING}, 'true'::jsonb, timezone('UTC', clock_timestamp()))
      ON CONFLICT ("name") DO UPDATE SET "updatedAt" = excluded."updatedAt"`.catch((err: unknown) =>
    log.warn({ err }, 'That a proxy was seen could not be recorded for the next start.'),
  );
}
