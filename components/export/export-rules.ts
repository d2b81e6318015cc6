// What a person's plan lets them export, and which plan opens the rest.
import type { ExportFormat } from '../api/mixes';

export interface ExportRules {
  readonly formats: readonly ExportFormat[];
  readonly bitDepths: readonly (16 | 24)[];
  /** The plan that opens a format which this one lacks. */
  readonly openedBy: Readonly<Partial<Record<ExportFormat, string>>>;
}

const upper = (formats: readonly ExportFormat[]): string =>
  formats.map((format) => format.toUpperCase()).join(' and ');

/** `Your plan exports MP3. Pro adds WAV and FLAC.`; null when nothing is closed. */
export function explainRules({ formats, openedBy }: ExportRules): string | null {
  const byPlan = new Map<string, ExportFormat[]>();
  for (const [format, plan] of Object.entries(openedBy)) {
    byPlan.set(plan, [...(byPlan.get(plan) ?? []), format as ExportFormat]);
  }
  if (byPlan.size === 0) return null;
  const additions = [...byPlan].map(([plan, added]) => `${plan} adds ${upper(added)}.`);
  return [`Your plan exports ${upper(formats)}.`, ...additions].join(' ');
}
