// The state of the connection and of one's edits, always in sight.
'use client';
import { Check, CloudOff, Eye, LoaderCircle, PlugZap } from 'lucide-react';
import { describeConnection, type SaveTone } from '@/components/collaboration/connection-state';
import type { ProjectConnection } from '@/components/collaboration/project-connection';
import { useSelected } from '@/components/ui/store';
import { Tip } from '@/components/ui/tooltip';
import styles from './save-indicator.module.css';

const ICONS: Record<SaveTone, typeof Check> = {
  ok: Check,
  view: Eye,
  busy: LoaderCircle,
  warn: CloudOff,
  danger: PlugZap,
};

interface SaveIndicatorProps {
  readonly connection: ProjectConnection;
  readonly isEditor: boolean;
}

export function SaveIndicator({ connection, isEditor }: SaveIndicatorProps) {
  const state = useSelected(connection.state, (current) => current);
  const { tone, label, detail } = describeConnection(state, isEditor);
  const Icon = ICONS[tone];
  return (
    <Tip text={detail}>
      <p
        className={styles.state}
        data-tone={tone}
        data-quiet={tone === 'ok'}
        role="status"
        aria-label="Connection"
      >
        <Icon aria-hidden />
        <span className={styles.label}>{label}</span>
        <span className={styles.detail}>{detail}</span>
      </p>
    </Tip>
  );
}
