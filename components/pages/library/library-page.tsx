// The library of style sounds: upload a recording, view its grains and listen to them.
'use client';
import { sendStyleSound } from '@/components/api/upload';
import { SoundList } from '@/components/features/library/sound-list';
import { soundUploads } from '@/components/features/uploads/queues';
import { SongDrop } from '@/components/features/uploads/song-drop';
import { useUploads } from '@/components/features/uploads/use-uploads';
import { useLibrary } from '@/components/session/use-library';
import styles from './library-page.module.css';

export function LibraryPage() {
  const library = useLibrary();
  const uploads = useUploads(soundUploads, 'library', sendStyleSound, library.reload);
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <h1>Library</h1>
        <p>Sounds to play your stems with. Choose one on a strip of the mixer.</p>
      </header>
      <SongDrop
        what="style sound"
        title="Drop recordings"
        hint="A voice, a kitchen, a synth, a drum loop: any recording of up to ten minutes, cut into grains."
        uploads={uploads}
      />
      <SoundList library={library} />
    </div>
  );
}
