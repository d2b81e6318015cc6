// The page after its project went away: deleted, or no longer shared with this person.
'use client';
import { Button } from '@/components/ui/button';
import styles from './gone-notice.module.css';
import type { GoneReason } from './use-project-facts';

const TEXTS: Record<GoneReason, { title: string; text: string }> = {
  deleted: { title: 'This project was deleted', text: 'Its owner removed it, with everything in it.' },
  removed: {
    title: 'You are no longer in this project',
    text: 'It is not shared with you any more. Ask its owner for a new invitation.',
  },
};

export function GoneNotice({
  reason,
  onLeave,
}: {
  readonly reason: GoneReason;
  readonly onLeave: () => void;
}) {
  const { title, text } = TEXTS[reason];
  return (
    <main className={styles.gone}>
      <h1>{title}</h1>
      <p role="alert">{text}</p>
      <Button kind="solid" onClick={onLeave}>
        To your projects
      </Button>
    </main>
  );
}
