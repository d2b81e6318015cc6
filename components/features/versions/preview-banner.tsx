// Shows that a version is previewed in place of the shared mix, and offers to restore it or to end the
// preview.
'use client';
import { useStudio } from '@/components/session/studio-context';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { useSelected } from '@/components/ui/store';
import { formatDate } from '@/components/ui/when';
import styles from './preview-banner.module.css';

export function PreviewBanner() {
  const { session, role } = useStudio();
  const { preview } = session;
  const version = useSelected(preview.version, (previewed) => previewed);
  if (!version) return null;
  const who = version.created_by?.name ?? 'a former member';
  return (
    <section className={styles.banner} aria-label="Preview">
      <Notice
        tone="warn"
        action={
          <div className={styles.tools}>
            {role !== 'viewer' && (
              <Button small kind="solid" onClick={() => preview.restore()}>
                Restore
              </Button>
            )}
            <Button small onClick={() => preview.show(null)}>
              Back to the mix
            </Button>
          </div>
        }
      >
        You hear “{version.name}” as {who} saved it on {formatDate(Date.parse(version.created_at))}. Nothing
        is changed.
      </Notice>
    </section>
  );
}
