// The mark of the studio: three faders, the middle one on.
import styles from './logo.module.css';

export function Logo() {
  return (
    <span className={styles.logo}>
      <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        <g fill="none" stroke="currentColor" strokeLinecap="round" strokeWidth="2.6">
          <path d="M4 4v16M12 4v16M20 4v16" opacity="0.25" />
          <path d="M4 14v6M20 9v11" />
          <path d="M12 6.5V20" className={styles.live} />
        </g>
      </svg>
      <span className={styles.name}>IsoMix Studio</span>
    </span>
  );
}
