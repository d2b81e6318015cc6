// Where the loop begins and ends, typed to the millisecond; there only while the loop is on.
'use client';
import type { CSSProperties } from 'react';
import { useStudio } from '@/components/session/studio-context';
import { usePlayer } from '@/components/session/transport/use-player';
import { ValueField } from '@/components/ui/controls/value-field';
import { formatPosition, parsePosition } from '@/components/ui/format';
import styles from './loop-fields.module.css';

export function LoopFields() {
  const { player, transport } = useStudio().session;
  const loop = usePlayer(player, (state) => state.loop);
  if (!loop) return null;
  const style = { '--figures': formatPosition(loop.end).length } as CSSProperties;
  return (
    <div className={styles.loop} style={style}>
      <span aria-hidden="true">Loop</span>
      <ValueField
        label="Loop start"
        text={formatPosition(loop.start)}
        parse={parsePosition}
        onCommit={(sample) => transport.loopBetween(sample, loop.end)}
      />
      <span aria-hidden="true">–</span>
      <ValueField
        label="Loop end"
        text={formatPosition(loop.end)}
        parse={parsePosition}
        onCommit={(sample) => transport.loopBetween(loop.start, sample)}
      />
    </div>
  );
}
