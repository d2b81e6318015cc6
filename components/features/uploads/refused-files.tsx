// The files that were not taken, each with its reason.
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import styles from './refused-files.module.css';
import type { UploadsState } from './use-uploads';

interface RefusedFilesProps {
  readonly uploads: Pick<UploadsState, 'refused' | 'retry' | 'dismiss'>;
}

export function RefusedFiles({ uploads: { refused, retry, dismiss } }: RefusedFilesProps) {
  if (refused.length === 0) return null;
  const [only] = refused;
  return (
    <Notice
      tone="danger"
      action={
        <>
          {refused.some(({ mayRetry }) => mayRetry) && (
            <Button small onClick={retry}>
              Try again
            </Button>
          )}
          <Button kind="quiet" small onClick={dismiss}>
            Dismiss
          </Button>
        </>
      }
    >
      {refused.length === 1 && only ? (
        `${only.fileName}: ${only.refusal}`
      ) : (
        <ul className={styles.list}>
          {refused.map(({ id, fileName, refusal }) => (
            <li key={id}>
              {fileName}: {refusal}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
