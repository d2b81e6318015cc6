// The coloured ring and the name around a control while somebody else's hand is on it.
import type { CSSProperties, ReactNode } from 'react';
import { classes } from '../classes';
import type { RemoteEditor } from './gesture';
import styles from './remote-edit-badge.module.css';

interface RemoteEditBadgeProps {
  readonly editor: RemoteEditor | null;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

export function RemoteEditBadge({ editor, className, children }: RemoteEditBadgeProps) {
  const style = editor ? ({ '--holder': editor.color } as CSSProperties) : undefined;
  return (
    <div className={classes(styles.frame, className, editor && styles.edited)} style={style}>
      {children}
      {editor && (
        <span className={styles.name} aria-hidden="true">
          {editor.name}
        </span>
      )}
    </div>
  );
}
