// The signed-in front page: put a song in, make an empty project, and the list of what is there.
'use client';
import { Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useCallback, useState } from 'react';
import { NewSetButton } from '@/components/features/automix/new-set-button';
import { NewProjectDialog } from '@/components/features/projects/new-project-dialog';
import { ProjectList } from '@/components/features/projects/project-list';
import { useProjects } from '@/components/features/projects/use-projects';
import { ModelSelect } from '@/components/features/separation/model-select';
import { useModelChoice } from '@/components/features/separation/use-model-choice';
import { SongDrop } from '@/components/features/uploads/song-drop';
import { useSongUpload } from '@/components/features/uploads/use-song-upload';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import styles from './projects-page.module.css';

export function ProjectsPage() {
  const router = useRouter();
  const state = useProjects();
  const [isNaming, setNaming] = useState(false);
  const openSet = useCallback(
    (id: string) => router.push(`/projects/${encodeURIComponent(id)}/automix`),
    [router],
  );
  const open = useCallback((id: string) => router.push(`/projects/${encodeURIComponent(id)}`), [router]);
  const model = useModelChoice();
  const uploads = useSongUpload(undefined, model.chosen, ({ result: id, batchSize, wasAway }) => {
    if (batchSize === 1 && !wasAway) open(id);
    else state.reload();
  });
  const isEmpty = state.projects?.length === 0;
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <h1>Projects</h1>
        <div className={styles.actions}>
          <NewSetButton onCreated={openSet} />
          <Button icon={<Plus aria-hidden />} onClick={() => setNaming(true)}>
            New project
          </Button>
        </div>
      </header>
      <SongDrop
        title={isEmpty ? 'Start with a song' : 'Drop songs'}
        hint={
          isEmpty
            ? 'Drop a song, or several, anywhere on this page. Each becomes a project, and its vocals, drums, bass and the rest become faders.'
            : 'Anywhere on this page. MP3, WAV, FLAC, OGG or M4A; each song becomes a project.'
        }
        uploads={uploads}
        large={isEmpty}
      >
        <ModelSelect {...model} />
      </SongDrop>
      {state.error && (
        <Notice
          tone="danger"
          action={
            <Button kind="quiet" small onClick={state.reload}>
              Try again
            </Button>
          }
        >
          {state.error}
        </Notice>
      )}
      <ProjectList projects={state.projects} progress={state.progress} onChanged={state.reload} />
      <NewProjectDialog open={isNaming} onClose={() => setNaming(false)} onCreated={open} />
    </div>
  );
}
