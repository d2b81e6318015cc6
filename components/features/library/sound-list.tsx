// The list of sounds, with the question before one is deleted.
'use client';
import { type ReactNode, useState } from 'react';
import { call } from '@/components/api/call';
import type { LibraryState } from '@/components/session/use-library';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Notice } from '@/components/ui/notice';
import { useTask } from '@/components/ui/use-task';
import { deleteSound, type StyleSound } from '@/contract/http/library';
import styles from './sound-list.module.css';
import { SoundRow } from './sound-row';

interface SoundListProps {
  readonly library: LibraryState;
  /** What else can be done with each sound. */
  readonly actionFor?: (sound: StyleSound) => ReactNode;
}

export function SoundList({ library, actionFor }: SoundListProps) {
  const { sounds, error, reload } = library;
  const [openId, setOpenId] = useState<string | null>(null);
  const [doomed, setDoomed] = useState<StyleSound | null>(null);
  const task = useTask();
  const keep = () => {
    setDoomed(null);
    task.clear();
  };
  const remove = async () => {
    if (!doomed || !(await task.run(() => call(deleteSound, { id: doomed.id })))) return;
    keep();
    reload();
  };
  if (error) {
    return (
      <Notice
        tone="danger"
        action={
          <Button kind="quiet" small onClick={reload}>
            Try again
          </Button>
        }
      >
        {error}
      </Notice>
    );
  }
  if (!sounds) return <p role="status">Reading the library…</p>;
  return (
    <>
      <ul className={styles.list} aria-label="Style sounds">
        {sounds.map((sound) => (
          <SoundRow
            key={sound.id}
            sound={sound}
            isOpen={openId === sound.id}
            onToggle={() => setOpenId(openId === sound.id ? null : sound.id)}
            onDelete={() => setDoomed(sound)}
            action={actionFor?.(sound)}
          />
        ))}
      </ul>
      <ConfirmDialog
        title={`Delete “${doomed?.name ?? ''}”?`}
        action="Delete sound"
        open={doomed !== null}
        task={task}
        onClose={keep}
        onConfirm={() => void remove()}
      >
        It leaves your library and the projects it is shared with. Stems that play with it keep their sound
        until somebody changes them.
      </ConfirmDialog>
    </>
  );
}
