// Opens the studio session of a connection for as long as the page is there.
'use client';
import { useEffect, useState } from 'react';
import type { ProjectConnection } from '../collaboration/project-connection';
import { StudioSession } from './studio-session';

/** The session, or null while there is no connection yet. */
export function useStudioSession(
  projectId: string,
  connection: ProjectConnection | null,
): StudioSession | null {
  const [session, setSession] = useState<StudioSession | null>(null);
  useEffect(() => {
    if (!connection) return;
    const opened = new StudioSession(projectId, connection);
    setSession(opened);
    return () => {
      setSession(null);
      opened.destroy();
    };
  }, [projectId, connection]);
  return session;
}
