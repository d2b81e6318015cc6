// The line that shows where a dragged row would be inserted.
import styles from './drop-line.module.css';

interface DropLineProps {
  /** The element whose children are the rows. */
  readonly list: HTMLElement;
  /** Before which row, from 0. */
  readonly gap: number;
}

export function DropLine({ list, gap }: DropLineProps) {
  const box = list.getBoundingClientRect();
  const row = list.children[Math.min(gap, list.children.length - 1)]?.getBoundingClientRect();
  if (!row) return null;
  const top = gap < list.children.length ? row.top : row.bottom;
  return <div className={styles.line} style={{ top, left: box.left, width: box.width }} aria-hidden="true" />;
}
