// Opens a project's shared document for as long as a component is on the page.
'use client';
import { useEffect, useState } from 'react';
import { ProjectConnection } from './project-connection';

function socketOrigin(): string {
  return window.location.origin.replace(/^http/, 'ws');
}

/** The connection, or null until the page runs in a browser. */
export function useProjectDocument(projectId: string, userId: string): ProjectConnection | null {
  const [connection, setConnection] = useState<ProjectConnection | null>(null);
  useEffect(() => {
    const opened = new ProjectConnection(socketOrigin(), projectId, userId);
    setConnection(opened);
    return () => {
      setConnection(null);
      opened.destroy();
    };
  }, [projectId, userId]);
  return connection;
}
