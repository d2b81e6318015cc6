// The page after something broke while it was made; the rest of the studio goes on.
'use client';
import styles from '@/components/shell/article.module.css';
import { AWAY_DIGEST } from '@/components/shell/away-digest';
import { Button } from '@/components/shell/button';
import { PlainFrame } from '@/components/shell/plain-frame';

interface ErrorPageProps {
  readonly error: Error & { digest?: string };
  readonly reset: () => void;
}

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  const isAway = error.digest === AWAY_DIGEST;
  const number = error.digest ? ` and give them the number ${error.digest}` : '';
  return (
    <PlainFrame>
      <article className={styles.article}>
        <h1>{isAway ? 'The studio is not quite there' : 'This page broke'}</h1>
        <p className={styles.lead}>
          {isAway
            ? 'A part of the studio does not answer at the moment. Nothing that was saved is lost; please try again shortly.'
            : `Nothing that was saved is lost. Try again; if it keeps happening, tell whoever runs this studio${number}.`}
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
