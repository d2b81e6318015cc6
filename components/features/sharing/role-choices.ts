// The roles, lifetimes and numbers of uses an invitation may have.

import type { Choice } from '@/components/ui/select';
import type { Role } from '@/contract/roles';

export type GivenRole = Exclude<Role, 'owner'>;

export const ROLE_CHOICES: readonly Choice[] = [
  { value: 'editor', label: 'Can edit the mix' },
  { value: 'viewer', label: 'Can listen' },
];

export const ROLE_LABELS: Record<Role, string> = {
  owner: 'Owner',
  editor: 'Can edit the mix',
  viewer: 'Can listen',
};

export const EXPIRY_CHOICES: readonly Choice[] = [
  { value: '1', label: '1 hour' },
  { value: '24', label: '1 day' },
  { value: '168', label: '7 days' },
  { value: '720', label: '30 days' },
];

const UNLIMITED = 'any';

export const USES_CHOICES: readonly Choice[] = [
  { value: UNLIMITED, label: 'Any number of people' },
  { value: '1', label: 'One person' },
];

/** How many people may join, null for any number. */
export const usesOf = (value: string): number | null => (value === UNLIMITED ? null : Number(value));

/** How often a link was used, as the list shows it; empty for an unused one that anyone may use. */
export function usesText(uses: number, maxUses: number | null): string {
  if (maxUses !== null) return `, used ${uses} of ${maxUses}`;
  return uses > 0 ? `, used ${uses} ×` : '';
}

/** The role behind a choice; what is not one listens only. */
export const givenRole = (value: string): GivenRole => (value === 'editor' ? 'editor' : 'viewer');

/** When a link ends, as the list shows it. */
export function formatExpiry(iso: string): string {
  return new Date(iso).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}
