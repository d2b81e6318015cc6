// The master: its fader, its processors and its meter.
'use client';
import type { ReactNode } from 'react';
import { useRemoteEditor } from '@/components/session/mix/use-strip';
import { stripElementId } from '@/components/session/strip-element';
import { useStudio } from '@/components/session/studio-context';
import { Fader } from '@/components/ui/controls/fader';
import { parseDb } from '@/components/ui/controls/fader-taper';
import { changeOnce } from '@/components/ui/controls/gesture';
import { ValueField } from '@/components/ui/controls/value-field';
import { formatDb } from '@/components/ui/format';
import { useSelected } from '@/components/ui/store';
import { MASTER_ID } from '@/contract/stems';
import { FADER_MIN_DB } from '@/contract/units';
import { MasterMeter } from './master-meter';
import styles from './master-strip.module.css';

interface MasterStripProps {
  /** The buttons beside its name. */
  readonly buttons: ReactNode;
}

export function MasterStrip({ buttons }: MasterStripProps) {
  const { session, canEdit } = useStudio();
  const { control } = session;
  const master = useSelected(control.localMix, (mix) => mix.master);
  const { gainDb } = master;
  const editor = useRemoteEditor(MASTER_ID, 'gainDb');
  const gain = control.gesture(MASTER_ID, 'gainDb');
  return (
    <section id={stripElementId(MASTER_ID)} className={styles.row} aria-label="Master strip">
      <div className={styles.strip}>
        <div className={styles.head}>
          <h2>Master</h2>
          {buttons}
        </div>
        <div className={styles.level}>
          <Fader label="Master volume" value={gainDb} gesture={gain} disabled={!canEdit} editor={editor} />
          <ValueField
            label="Master volume in decibels"
            text={formatDb(gainDb <= FADER_MIN_DB ? Number.NEGATIVE_INFINITY : gainDb)}
            unit="dB"
            parse={parseDb}
            onCommit={(value) => changeOnce(gain, value)}
            disabled={!canEdit}
          />
        </div>
      </div>
      <MasterMeter />
    </section>
  );
}
