// Small helpers for the figures that benchmarks print.
import os from 'node:os';

/** The value below which the fraction `q` of the values lies; NaN without values. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}

/** The load average of the last minute beside the number of cores: figures of a busy machine say little. */
export const loadNow = (): string => `${os.loadavg()[0]?.toFixed(1)} on ${os.cpus().length} cores`;
