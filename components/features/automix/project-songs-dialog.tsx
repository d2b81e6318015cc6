// Chooses songs of other projects for the tracklist.
'use client';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { messageOf } from '@/components/api/problem';
import { queryOf } from '@/components/api/query';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { listProjects } from '@/contract/http/projects';
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
  const { data, error } = useQuery({ ...queryOf(listProjects, {}), enabled: open });
  const [added, setAdded] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    if (open) setAdded(new Set());
  }, [open]);
  const songs = data?.projects.filter(({ id, status }) => id !== projectId && status !== 'created');
  return (
    <Dialog title="Songs of your other projects" open={open} onClose={onClose}>
      {error && <Notice tone="danger">{messageOf(error)}</Notice>}
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
