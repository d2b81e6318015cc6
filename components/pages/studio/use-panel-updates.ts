// Counts what changed behind the tabs of the side panel, so that each reads again when it has to.
'use client';
import { useCallback, useState } from 'react';
import type { ChangeEvent } from '@/document/wire/events';

export interface PanelUpdates {
  readonly activity: number;
  readonly versions: number;
  readonly onChange: (event: ChangeEvent) => void;
  /** The live events were interrupted: everything may have changed. */
  readonly onGap: () => void;
}

export function usePanelUpdates(): PanelUpdates {
  const [counts, setCounts] = useState({ activity: 0, versions: 0 });
  const onChange = useCallback(({ of }: ChangeEvent) => {
    if (of !== 'activity' && of !== 'versions') return;
    setCounts((before) => ({ ...before, [of]: before[of] + 1 }));
  }, []);
  const onGap = useCallback(
    () =>
      setCounts(({ activity, versions }) => ({
        activity: activity + 1,
        versions: versions + 1,
      })),
    [],
  );
  return { ...counts, onChange, onGap };
}
