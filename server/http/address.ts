// Which network address a request comes from, and what counts as one address for limits.
import { isIPv4, isIPv6 } from 'node:net';

/**
 * The address a request came from: the last entry of X-Forwarded-For. A proxy in front must append the real one;
 * without a proxy the sender may claim any, which is why accounts are limited by themselves too.
 */
export function addressOf(forwardedFor: string | null | undefined): string {
  return forwardedFor?.split(',').at(-1)?.trim() || 'unknown';
}

const IPV4_IN_IPV6 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
/** A connection at home has at least a /64 of its own and may use another address of it for every request. */
const ONE_LINE_BITS = 64;

/** The eight groups of an IPv6 address, `::` filled in. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  if (tail === undefined) return groups(head);
  const missing = 8 - groups(head).length - groups(tail).length;
  return [...groups(head), ...Array<string>(Math.max(0, missing)).fill('0'), ...groups(tail)];
}

/** An address as it is compared: IPv6 without zone and brackets, IPv4 written as IPv6 as the IPv4 it is. */
function bareAddress(address: string): string {
  const bare = address.replace(/^\[(.*)\]$/, '$1').split('%', 1)[0] ?? '';
  return IPV4_IN_IPV6.exec(bare)?.[1] ?? bare;
}

/** The network of the first `bits` bits of an IPv6 address, such as `2001:db8:1:2::/64`. */
function networkOfIPv6(address: string, bits: number): string {
  const values = groupsOf(address).map((group) => Number.parseInt(group, 16));
  const kept = values.slice(0, Math.ceil(bits / 16)).map((value, index) => {
    const dropped = Math.max(0, (index + 1) * 16 - bits);
    return ((value >> dropped) << dropped).toString(16);
  });
  return `${kept.join(':')}::/${bits}`;
}

/** What limits count an address as: itself, for IPv6 its /64 network, and IPv4 written as IPv6 as the IPv4 it is. */
export function addressKey(address: string): string {
  const bare = bareAddress(address);
  return isIPv6(bare) ? networkOfIPv6(bare, ONE_LINE_BITS) : bare.slice(0, 64);
}

/**
 * The networks that an address belongs to, the widest first and `addressKey` last. Registries give providers a /32 of
 * IPv6 and providers give customers a /48 or a /56; of IPv4 the usual blocks are /16 and /24.
 */
export function networksOf(address: string): readonly string[] {
  const bare = bareAddress(address);
  if (isIPv6(bare)) return [32, 48, 56, ONE_LINE_BITS].map((bits) => networkOfIPv6(bare, bits));
  const [a, b, c] = bare.split('.');
  return isIPv4(bare) ? [`${a}.${b}.0.0/16`, `${a}.${b}.${c}.0/24`, bare] : [addressKey(address)];
}
