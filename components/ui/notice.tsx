// A short message to the user: a refusal, a warning, or a success.
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classes } from './classes';
import styles from './notice.module.css';

export type Tone = 'info' | 'ok' | 'warn' | 'danger';

export const TONE_ICONS = { info: Info, ok: CircleCheck, warn: TriangleAlert, danger: CircleAlert } as const;

interface NoticeProps {
  readonly tone?: Tone;
  readonly children: ReactNode;
  /** A button or link at the end of the line. */
  readonly action?: ReactNode;
}

/** Problems are announced at once, everything else when the reader is idle. */
export function Notice({ tone = 'info', children, action }: NoticeProps) {
  const Icon = TONE_ICONS[tone];
  return (
    <div className={classes(styles.notice, styles[tone])} role={tone === 'danger' ? 'alert' : 'status'}>
      <Icon aria-hidden />
      <div className={styles.text}>{children}</div>
      {action && <div className={styles.action}>{action}</div>}
    </div>
  );
}
