// Which network address a request comes from, and what counts as one address for limits.
import { isIPv6 } from 'node:net';

/**
 * The address a request came from: the last entry of X-Forwarded-For. A proxy in front must append the real one;
 * without a proxy the sender may claim any, which is why accounts are limited by themselves too.
 */
export function addressOf(forwardedFor: string | null | undefined): string {
  return forwardedFor?.split(',').at(-1)?.trim() || 'unknown';
}

const IPV4_IN_IPV6 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
/** A connection at home has at least a /64 of its own and may use another address of it for every request. */
const NETWORK_GROUPS = 4;

/** The eight groups of an IPv6 address, `::` filled in. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  if (tail === undefined) return groups(head);
  const missing = 8 - groups(head).length - groups(tail).length;
  return [...groups(head), ...Array<string>(Math.max(0, missing)).fill('0'), ...groups(tail)];
}

/** What limits count an address as: itself, for IPv6 its /64 network, and IPv4 written as IPv6 as the IPv4 it is. */
export function addressKey(address: string): string {
  const bare = address.replace(/^\[(.*)\]$/, '$1').split('%', 1)[0] ?? '';
  const mapped = IPV4_IN_IPV6.exec(bare)?.[1];
  if (mapped) return mapped;
  if (!isIPv6(bare)) return bare.slice(0, 64);
  const network = groupsOf(bare).slice(0, NETWORK_GROUPS);
  return `${network.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
