// The position, running along; typed over, it jumps there.
'use client';
import { type CSSProperties, useRef } from 'react';
import { useStudio } from '@/components/session/studio-context';
import { usePlayer } from '@/components/session/transport/use-player';
import { usePlayhead } from '@/components/session/transport/use-playhead';
import { ValueField } from '@/components/ui/controls/value-field';
import { formatPosition, parsePosition } from '@/components/ui/format';
import styles from './position-field.module.css';

export function PositionField() {
  const { player, transport } = useStudio().session;
  const frame = useRef<HTMLDivElement>(null);
  const length = usePlayer(player, (state) => state.length);
  // Written straight into the field: rendering on every frame would cost more than the music.
  usePlayhead(player, (position) => {
    const input = frame.current?.querySelector('input');
    if (input && document.activeElement !== input) input.value = formatPosition(position);
  });
  const whole = formatPosition(length);
  return (
    <div className={styles.position} ref={frame} style={{ '--figures': whole.length } as CSSProperties}>
      <ValueField
        label="Position"
        text={formatPosition(player.getPlayhead())}
        parse={parsePosition}
        onCommit={(sample) => transport.seek(sample)}
        className={styles.clock}
      />
      <span className={styles.length}>/ {whole}</span>
    </div>
  );
}
