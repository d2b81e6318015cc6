// The course of a track's energy from its first bar to its last, as a small picture.
import styles from './energy-line.module.css';

const WIDTH = 96;
const HEIGHT = 24;

interface EnergyLineProps {
  readonly name: string;
  /** 0 to 1 */
  readonly energy: readonly number[];
}

function outline(energy: readonly number[]): string {
  const step = WIDTH / Math.max(1, energy.length - 1);
  const points = energy.map(
    (value, i) => `${(i * step).toFixed(1)},${(HEIGHT - 1 - value * (HEIGHT - 2)).toFixed(1)}`,
  );
  return `M0,${HEIGHT} L${points.join(' L')} L${WIDTH},${HEIGHT} Z`;
}

export function EnergyLine({ name, energy }: EnergyLineProps) {
  if (energy.length < 2) return null;
  return (
    <svg
      className={styles.line}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`Energy of ${name} over time`}
    >
      <path d={outline(energy)} />
    </svg>
  );
}
