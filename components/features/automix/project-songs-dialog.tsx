// Chooses songs of other projects for the tracklist.
'use client';
import { Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { call } from '@/components/api/call';
import { errorMessage } from '@/components/api/problem';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { listProjects, type Project } from '@/contract/http/projects';
import styles from './project-songs-dialog.module.css';

interface ProjectSongsDialogProps {
  readonly projectId: string;
  readonly open: boolean;
  readonly isBusy: boolean;
  readonly onClose: () => void;
  readonly onChoose: (projectId: string) => void;
}

export function ProjectSongsDialog(props: ProjectSongsDialogProps) {
  const { projectId, open, isBusy, onClose, onChoose } = props;
  const [projects, setProjects] = useState<readonly Project[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [added, setAdded] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    if (!open) return;
    setAdded(new Set());
    call(listProjects, {})
      .then(({ projects: listed }) => setProjects(listed))
      .catch((failure: unknown) => setError(errorMessage(failure)));
  }, [open]);
  const songs = projects?.filter(({ id, status }) => id !== projectId && status !== 'created') ?? null;
  return (
    <Dialog title="Songs of your other projects" open={open} onClose={onClose}>
      {error && <Notice tone="danger">{error}</Notice>}
      {songs?.length === 0 && <p>None of your other projects has a song.</p>}
      {!songs && !error && <p role="status">Reading your projects…</p>}
      <ul className={styles.songs}>
        {songs?.map(({ id, name }) => (
          <li key={id}>
            <span>{name}</span>
            <Button
              small
              icon={<Plus aria-hidden />}
              disabled={isBusy || added.has(id)}
              aria-label={`${added.has(id) ? 'Added' : 'Add'} ${name}`}
              onClick={() => {
                setAdded((before) => new Set(before).add(id));
                onChoose(id);
              }}
            >
              {added.has(id) ? 'Added' : 'Add'}
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
