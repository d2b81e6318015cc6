// What the studio is, for somebody who has not signed in.
import Link from 'next/link';
import { buttonClass } from '@/components/ui/button';
import { ConsolePicture } from './console-picture';
import styles from './landing.module.css';

const STEPS = [
  {
    title: 'Take it apart',
    text: 'Drop an MP3, WAV, FLAC, OGG or M4A. Vocals, drums, bass and the rest come back as separate stems.',
  },
  {
    title: 'Mix it together',
    text: 'Send one link. Everybody turns the same faders at the same time, and each takes back only their own moves.',
  },
  {
    title: 'Keep what you hear',
    text: 'The export is rendered from the very mix on the screen, as MP3, WAV or FLAC.',
  },
] as const;

export function Landing() {
  return (
    <>
      <section className={styles.hero}>
        <h1>
          Take a song apart.
          <br />
          Mix it together.
        </h1>
        <div className={styles.pitch}>
          <p>
            A mixing desk for stems that you share by link. It runs in the browser; there is nothing to
            install.
          </p>
          <div className={styles.actions}>
            <Link href="/sign-up" className={buttonClass('solid')}>
              Create an account
            </Link>
            <Link href="/sign-in" className={buttonClass('outline')}>
              Sign in
            </Link>
          </div>
        </div>
      </section>
      <ConsolePicture />
      <ol className={styles.steps}>
        {STEPS.map((step) => (
          <li key={step.title}>
            <h2>{step.title}</h2>
            <p>{step.text}</p>
          </li>
        ))}
      </ol>
    </>
  );
}
