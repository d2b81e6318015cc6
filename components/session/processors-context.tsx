// Which strip's processors are open: one at a time, for this person alone.
'use client';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';

interface ProcessorsValue {
  /** A stem id or `master`; null while the panel is closed. */
  readonly entity: string | null;
  /** Opens the processors of an entity, or closes them when they are open. */
  toggle(entity: string): void;
  open(entity: string): void;
  close(): void;
}

const ProcessorsContext = createContext<ProcessorsValue | null>(null);

export function ProcessorsProvider({ children }: { readonly children: ReactNode }) {
  const [entity, setEntity] = useState<string | null>(null);
  const toggle = useCallback((next: string) => setEntity((open) => (open === next ? null : next)), []);
  const close = useCallback(() => setEntity(null), []);
  const value = useMemo(() => ({ entity, toggle, open: setEntity, close }), [entity, toggle, close]);
  return <ProcessorsContext.Provider value={value}>{children}</ProcessorsContext.Provider>;
}

/** @throws Error outside of a mixer */
export function useProcessors(): ProcessorsValue {
  const value = useContext(ProcessorsContext);
  if (!value) throw new Error('Processors are shown inside a mixer only.');
  return value;
}
