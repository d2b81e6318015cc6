// The coloured ring and the name around a control while somebody else's hand is on it.
import type { CSSProperties, ReactNode } from 'react';
import { classes } from '../classes';
import type { Holder } from './gesture';
import styles from './held-by.module.css';

interface HeldByProps {
  readonly holder: Holder | null;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

export function HeldBy({ holder, className, children }: HeldByProps) {
  const style = holder ? ({ '--holder': holder.color } as CSSProperties) : undefined;
  return (
    <div className={classes(styles.frame, className, holder && styles.held)} style={style}>
      {children}
      {holder && (
        <span className={styles.name} aria-hidden="true">
          {holder.name}
        </span>
      )}
    </div>
  );
}
