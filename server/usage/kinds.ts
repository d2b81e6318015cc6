// The daily allowances of each plan.
import type { UsageKind } from '@/contract/usage-kinds';
import type { PlanRules } from '@/server/plans';

interface KindRules {
  readonly limitOf: (rules: PlanRules) => number;
  /** What the person reads: "The Free plan makes 25 sets a day." */
  readonly does: (limit: number) => string;
}

export const USAGE_RULES: Readonly<Record<UsageKind, KindRules>> = {
  separation: { limitOf: (rules) => rules.uploadsPerDay, does: (n) => `takes ${n} songs a day` },
  file: { limitOf: (rules) => rules.filesPerDay, does: (n) => `takes ${n} files a day` },
  export: { limitOf: (rules) => rules.exportsPerDay, does: (n) => `makes ${n} exports a day` },
  set: { limitOf: (rules) => rules.setsPerDay, does: (n) => `makes ${n} sets a day` },
  'style-sound': {
    limitOf: (rules) => rules.styleSoundsPerDay,
    does: (n) => `takes ${n} style sounds a day`,
  },
  restyle: {
    limitOf: (rules) => rules.restylesPerDay,
    does: (n) => `plays ${n} stems with a style sound a day`,
  },
  analysis: { limitOf: (rules) => rules.analysesPerDay, does: (n) => `analyses ${n} tracks a day` },
  import: { limitOf: (rules) => rules.importsPerDay, does: (n) => `imports ${n} files a day` },
  // In seconds
  checking: {
    limitOf: (rules) => rules.checkingSecondsPerDay,
    does: (n) => `spends ${Math.round(n / 60)} minutes a day on checking files`,
  },
};
