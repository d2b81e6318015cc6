// The mixer: the ruler, a strip with its lane for every track, and the master.
'use client';
import { type CSSProperties, memo } from 'react';
import { Lane } from '@/components/features/lanes/lane';
import { LaneTools } from '@/components/features/lanes/lane-tools';
import { Ruler } from '@/components/features/lanes/ruler';
import { MasterStrip } from '@/components/features/mixer/master-strip';
import { Strip } from '@/components/features/mixer/strip';
import {
  MasterProcessorsButton,
  StripProcessorsButton,
} from '@/components/features/processors/strip-processors-button';
import { SoundsProvider } from '@/components/features/style/sounds-context';
import { StyleButton } from '@/components/features/style/style-button';
import { useStudio } from '@/components/session/studio-context';
import { useSelected } from '@/components/ui/store';
import type { Track } from '@/document/tracks';
import styles from './mixer.module.css';

function SoloNote() {
  const { control } = useStudio().session;
  return (
    <button type="button" className={styles.clear} onClick={() => control.clearSolo()}>
      Solo<span> is</span> on<span> for you</span>. Clear
    </button>
  );
}

const TrackStrip = memo(function TrackStrip({ track }: { readonly track: Track }) {
  const buttons = (
    <>
      <StripProcessorsButton track={track} />
      {track.stemId === track.id && <StyleButton stem={track} />}
    </>
  );
  return <Strip track={track} buttons={buttons} lane={<Lane track={track} />} />;
});

export function Mixer() {
  const { tracks: sessionTracks, control } = useStudio().session;
  const isSolo = useSelected(control.soloed, (soloed) => soloed.size > 0);
  const tracks = useSelected(sessionTracks.all, (all) => all);
  return (
    <section className={styles.mixer} aria-label="Mixer">
      <div className={styles.head}>
        <div className={styles.corner} data-solo={isSolo}>
          {isSolo ? <SoloNote /> : <span>Tracks</span>}
          <LaneTools />
        </div>
        <Ruler />
      </div>
      <ul className={styles.strips} style={{ '--strips': tracks.length } as CSSProperties}>
        <SoundsProvider>
          {tracks.map((track) => (
            <TrackStrip key={track.id} track={track} />
          ))}
        </SoundsProvider>
      </ul>
      <MasterStrip buttons={<MasterProcessorsButton />} />
    </section>
  );
}
