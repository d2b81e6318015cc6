// Opens the studio session of a connection for as long as the page is there.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { getBeats } from '@/contract/http/separation';
import { queryOf } from '../api/query';
import type { ProjectConnection } from '../collaboration/project-connection';
import { StudioSession } from './studio-session';

/** The session, or null while there is no connection yet. */
export function useStudioSession(
  projectId: string,
  connection: ProjectConnection | null,
): StudioSession | null {
  const [session, setSession] = useState<StudioSession | null>(null);
  // Read again when the analysis ends; a failure need not be reported, since everything else works without them.
  const { data: beats } = useQuery(queryOf(getBeats, { id: projectId }));
  useEffect(() => {
    if (!connection) return;
    const opened = new StudioSession(projectId, connection);
    setSession(opened);
    return () => {
      setSession(null);
      opened.destroy();
    };
  }, [projectId, connection]);
  useEffect(() => {
    if (beats) session?.lanes.grid.setFound(beats);
  }, [session, beats]);
  return session;
}
