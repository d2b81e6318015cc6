// Which model the next song is separated with, where several are installed.
'use client';
import { useEffect, useState } from 'react';
import { call } from '@/components/api/call';
import { type ListedModel, listModels } from '@/contract/http/projects';

export interface ModelChoice {
  /** The configured one first; none until they are known. */
  readonly models: readonly ListedModel[];
  /** Undefined leaves the choice to the studio. */
  readonly chosen: string | undefined;
  readonly choose: (id: string) => void;
}

export function useModelChoice(): ModelChoice {
  const [models, setModels] = useState<readonly ListedModel[]>([]);
  const [chosen, choose] = useState<string>();
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    call(listModels, { signal }).then(
      ({ models: listed }) => setModels(listed),
      () => {
        // Without the list there is no choice, and the configured model separates the song.
        setModels([]);
      },
    );
    return () => controller.abort();
  }, []);
  return { models, chosen, choose };
}
