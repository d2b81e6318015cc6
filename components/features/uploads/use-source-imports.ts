// The files that become tracks of an open session: those being sent, and those that the studio reads in.
'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { queryOf, refresh } from '@/components/api/query';
import { type FileUpload, sendSource } from '@/components/api/upload';
import { songOf } from '@/components/session/use-song';
import { listSources, type Source } from '@/contract/http/sources';
import { sourceUploads } from './queues';
import { type UploadsState, useUploads } from './use-uploads';

export interface SourceImports {
  readonly uploads: UploadsState;
  /** Those that are not ready: under way, waiting or failed. */
  readonly pending: readonly Source[];
  readonly reload: () => void;
}

const NONE: readonly Source[] = [];

export function useSourceImports(projectId: string): SourceImports {
  const client = useQueryClient();
  const query = queryOf(listSources, { id: projectId });
  const { data } = useQuery(query);
  const reload = () => void refresh(client, query);
  const send = useCallback((upload: FileUpload) => sendSource(projectId, upload), [projectId]);
  const uploads = useUploads(sourceUploads, `tracks of ${projectId}`, send, reload);
  // The song itself is read in without having been imported.
  const { data: song } = useQuery(songOf(projectId));
  const pending =
    data?.sources.filter(({ status, stem }) => status !== 'ready' && stem !== song?.original) ?? NONE;
  return { uploads, pending, reload };
}
