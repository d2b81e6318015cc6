// The page after something broke while it was made; the rest of the studio goes on.
'use client';
import { UNAVAILABLE_DIGEST } from '@/app/unavailable-digest';
import { PlainFrame } from '@/components/pages/frame/plain-frame';
import styles from '@/components/ui/article.module.css';
import { Button } from '@/components/ui/button';

interface ErrorPageProps {
  readonly error: Error & { digest?: string };
  readonly reset: () => void;
}

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  const isUnavailable = error.digest === UNAVAILABLE_DIGEST;
  const number = error.digest ? ` and give them the number ${error.digest}` : '';
  return (
    <PlainFrame>
      <article className={styles.article}>
        <h1>{isUnavailable ? 'The studio is not quite there' : 'This page broke'}</h1>
        <p className={styles.lead}>
          {isUnavailable
            ? 'A part of the studio does not answer at the moment. Nothing that was saved is lost; please try again shortly.'
            : `Your saved work is safe. Please try again; if the problem persists, contact the administrator of this studio${number}.`}
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
