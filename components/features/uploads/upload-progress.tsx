// The upload that runs, how many follow it, and the way to cancel them.
import { Button } from '@/components/ui/button';
import { Progress } from '@/components/ui/progress';
import styles from './upload-progress.module.css';
import type { UploadsState } from './use-uploads';

interface UploadProgressProps {
  readonly uploads: Pick<UploadsState, 'running' | 'waiting' | 'cancel'>;
}

export function UploadProgress({ uploads: { running, waiting, cancel } }: UploadProgressProps) {
  if (!running) return null;
  const isSent = running.fraction >= 1;
  const stage = isSent ? 'Checking the file…' : `Uploading, ${Math.floor(running.fraction * 100)} %`;
  return (
    <div className={styles.running}>
      <p className={styles.file}>{running.fileName}</p>
      <Progress label={`Upload of ${running.fileName}`} value={isSent ? null : running.fraction} />
      <div className={styles.line}>
        <span role="status">
          {stage}
          {waiting > 0 && `, ${waiting} more to come`}
        </span>
        <Button kind="quiet" small onClick={cancel}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
