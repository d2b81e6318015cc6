// The page after something broke while it was made; the rest of the studio goes on.
'use client';
import styles from '@/components/shell/article.module.css';
import { Button } from '@/components/shell/button';
import { PlainFrame } from '@/components/shell/plain-frame';

interface ErrorPageProps {
  readonly error: Error & { digest?: string };
  readonly reset: () => void;
}

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <PlainFrame>
      <article className={styles.article}>
        <h1>This page broke</h1>
        <p className={styles.lead}>
          Nothing that was saved is lost. Try again; if it keeps happening, tell whoever runs this studio
          {error.digest ? ` and give them the number ${error.digest}` : ''}.
        </p>
        <p>
          <Button kind="solid" onClick={reset}>
            Try again
          </Button>
        </p>
      </article>
    </PlainFrame>
  );
}
