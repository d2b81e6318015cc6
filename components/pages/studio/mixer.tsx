// The mixer: the ruler, a strip with its lane for every stem, and the master.
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
import type { StemResult } from '@/document/schema';
import styles from './mixer.module.css';

function SoloNote() {
  const { control } = useStudio().session;
  return (
    <button type="button" className={styles.clear} onClick={() => control.clearSolo()}>
      Solo<span> is</span> on<span> for you</span>. Clear
    </button>
  );
}

const StemStrip = memo(function StemStrip({ stem }: { readonly stem: StemResult }) {
  const buttons = (
    <>
      <StripProcessorsButton stem={stem} />
      <StyleButton stem={stem} />
    </>
  );
  return <Strip stem={stem} buttons={buttons} lane={<Lane stem={stem} />} />;
});

export function Mixer() {
  const { stems: sessionStems, control } = useStudio().session;
  const isSolo = useSelected(control.soloed, (soloed) => soloed.size > 0);
  const stems = useSelected(sessionStems.all, (all) => all);
  return (
    <section className={styles.mixer} aria-label="Mixer">
      <div className={styles.head}>
        <div className={styles.corner} data-solo={isSolo}>
          {isSolo ? <SoloNote /> : <span>Stems</span>}
          <LaneTools />
        </div>
        <Ruler />
      </div>
      <ul className={styles.strips} style={{ '--strips': stems.length } as CSSProperties}>
        <SoundsProvider>
          {stems.map((stem) => (
            <StemStrip key={stem.id} stem={stem} />
          ))}
        </SoundsProvider>
      </ul>
      <MasterStrip buttons={<MasterProcessorsButton />} />
    </section>
  );
}
