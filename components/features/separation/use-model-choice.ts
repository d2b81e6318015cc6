// Which model the next song is separated with, where several are installed.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queryOf } from '@/components/api/query';
import { type ListedModel, listModels } from '@/contract/http/separation';

export interface ModelChoice {
  /** The configured one first; none until they are known. */
  readonly models: readonly ListedModel[];
  /** Undefined leaves the choice to the studio. */
  readonly chosen: string | undefined;
  readonly choose: (id: string) => void;
}

export function useModelChoice(): ModelChoice {
  // Without the list there is no choice, and the configured model separates the song.
  const { data } = useQuery(queryOf(listModels, {}));
  const [chosen, choose] = useState<string>();
  return { models: data?.models ?? [], chosen, choose };
}
