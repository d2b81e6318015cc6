// What a person wrote: plain text with its line breaks, web addresses as links.
import { splitLinks } from './links';
import styles from './wrapped-text.module.css';

export function WrappedText({ text }: { readonly text: string }) {
  return (
    <p className={styles.words}>
      {splitLinks(text).map(({ text: part, href }, index) =>
        href === null ? (
          part
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never change places.
          <a key={index} href={href} target="_blank" rel="noopener noreferrer nofollow ugc">
            {part}
          </a>
        ),
      )}
    </p>
  );
}
