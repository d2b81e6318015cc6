// Addresses: the last hop counts, and a network that one user controls counts as one.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addressKey, addressOf, networksOf } from './address';

it('believes the last hop alone', () => {
  expect(addressOf('1.1.1.1, 10.0.0.7')).toBe('10.0.0.7');
  expect(addressOf(null)).toBe('unknown');
});

it('counts an IPv6 network of 64 bits as one address, however it is written', () => {
  const one = [
    '2001:db8:1:2::1',
    '2001:0db8:1:2:ffff:ffff:ffff:ffff',
    '[2001:DB8:1:2::]',
    '2001:db8:1:2::1%eth0',
  ];
  expect(new Set(one.map(addressKey))).toEqual(new Set(['2001:db8:1:2::/64']));
  expect(addressKey('2001:db8:1:3::1')).not.toBe(addressKey('2001:db8:1:2::1'));
  expect(addressKey('::1')).toBe('0:0:0:0::/64');
});

it('leaves IPv4 as it is, also inside IPv6, and survives nonsense', () => {
  expect(addressKey('10.0.0.7')).toBe('10.0.0.7');
  expect(addressKey('::ffff:10.0.0.7')).toBe('10.0.0.7');
  expect(addressKey('unknown')).toBe('unknown');
  expect(addressKey('x'.repeat(1_000))).toHaveLength(64);
});

it('names the wider networks of an address, the widest first', () => {
  expect(networksOf('2001:db8:1:2ff::1')).toEqual([
    '2001:db8::/32',
    '2001:db8:1::/48',
    '2001:db8:1:200::/56',
    '2001:db8:1:2ff::/64',
  ]);
  expect(networksOf('::ffff:10.1.2.3')).toEqual(['10.1.0.0/16', '10.1.2.0/24', '10.1.2.3']);
  expect(networksOf('unknown')).toEqual(['unknown']);
});

it('ends the networks of any address with what limits count it as', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()), (address) => {
      expect(networksOf(address).at(-1)).toBe(addressKey(address));
    }),
  );
});
