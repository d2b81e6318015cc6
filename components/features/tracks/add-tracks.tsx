// What stands below the tracks: the way to more of them.
'use client';
import { Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStudio } from '@/components/session/studio-context';
import { Button } from '@/components/ui/button';
import styles from './add-tracks.module.css';

interface AddTracksProps {
  /** Other ways to more tracks. */
  readonly children: ReactNode;
}

export function AddTracks({ children }: AddTracksProps) {
  const { trackControl, tracks } = useStudio().session;
  const add = () => {
    const others = tracks.all.get().filter(({ kind }) => kind === 'track');
    trackControl.create(`Track ${others.length + 1}`);
  };
  return (
    <div className={styles.add}>
      <Button kind="quiet" small icon={<Plus aria-hidden />} onClick={add}>
        Add a track
      </Button>
      {children}
    </div>
  );
}
