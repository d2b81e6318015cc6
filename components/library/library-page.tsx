// The library of style sounds: bring a recording, see and hear its grains.
'use client';
import { sendStyleSound } from '../api/upload';
import { SongDrop } from '../home/song-drop';
import { soundUploads } from '../uploads/queues';
import { useUploads } from '../uploads/use-uploads';
import styles from './library-page.module.css';
import { SoundList } from './sound-list';
import { useLibrary } from './use-library';

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
