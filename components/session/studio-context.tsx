// Provides the open studio to every part of the page: the session, and what this user may do.
'use client';
import { createContext, type ReactNode, useContext } from 'react';
import type { Role } from '@/contract/roles';
import type { RestyleJobs } from './mix/style-control';
import type { StudioSession } from './studio-session';

export interface StudioValue {
  readonly session: StudioSession;
  readonly restyles: RestyleJobs;
  readonly role: Role;
  /** Whether this user may change the mix; no one can while previewing an older version of it. */
  readonly canEdit: boolean;
  /** Whether this person's role lets them write: comments at any time, the mix while `canEdit`. */
  readonly isEditor: boolean;
}

const StudioContext = createContext<StudioValue | null>(null);

export function StudioProvider({ value, children }: { value: StudioValue; children: ReactNode }) {
  return <StudioContext.Provider value={value}>{children}</StudioContext.Provider>;
}

/** The studio around this component. @throws Error outside of one */
export function useStudio(): StudioValue {
  const value = useContext(StudioContext);
  if (!value) throw new Error('This part of the page works inside an open studio only.');
  return value;
}
