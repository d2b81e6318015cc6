// The named versions of the project, as an open tab keeps them.
'use client';
import { useCallback, useEffect, useState } from 'react';
import { call } from '@/components/api/call';
import { errorMessage } from '@/components/api/problem';
import { listVersions, type Version } from '@/contract/http/versions';

export interface VersionsState {
  /** The newest first; null until the server has answered. */
  readonly versions: readonly Version[] | null;
  readonly error: string | null;
  readonly reload: () => void;
}

/** @param revision changes with every update of the list */
export function useVersions(projectId: string, revision: number): VersionsState {
  const [versions, setVersions] = useState<readonly Version[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  const reload = useCallback(() => {
    call(listVersions, { id: projectId })
      .then(({ versions: all }) => {
        setVersions(all);
        setError(null);
      })
      .catch((failure: unknown) => setError(errorMessage(failure)));
  }, [projectId]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the revision is what asks to read again.
  useEffect(reload, [reload, revision]);
  return { versions, error, reload };
}
