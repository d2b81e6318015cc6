// The first thing that Tab reaches on a page: past the header, to its content.
import styles from './skip-link.module.css';

/** The id of the `main` element, which takes the focus: it needs `tabIndex={-1}`. */
export const CONTENT_ID = 'content';

export function SkipLink() {
  return (
    <a className={styles.skip} href={`#${CONTENT_ID}`}>
      Skip to the content
    </a>
  );
}
