// The library of style sounds: bring a recording, see and hear its grains.
'use client';
import { uploadStyleSound } from '../api/upload';
import { SongDrop } from '../home/song-drop';
import { useFileUpload } from '../shell/use-file-upload';
import styles from './library-page.module.css';
import { SoundList } from './sound-list';
import { useLibrary } from './use-library';

export function LibraryPage() {
  const library = useLibrary();
  const upload = useFileUpload(uploadStyleSound, library.reload);
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <h1>Library</h1>
        <p>Sounds to play your stems with. Choose one on a strip of the mixer.</p>
      </header>
      <SongDrop
        what="style sound"
        title="Drop a recording"
        hint="A voice, a kitchen, a synth, a drum loop: any recording of up to ten minutes, cut into grains."
        upload={upload}
      />
      <SoundList library={library} />
    </div>
  );
}
