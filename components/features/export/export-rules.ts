// What a person's plan lets them export, and which plan opens the rest.

import type { BitDepth, ExportFormat } from '@/contract/export-formats';
export interface ExportRules {
  readonly formats: readonly ExportFormat[];
  readonly bitDepths: readonly BitDepth[];
  /** The plan that opens a format which this one lacks. */
  readonly openedBy: Readonly<Partial<Record<ExportFormat, string>>>;
  /** The plan that opens single stems; null when this one exports them. */
  readonly stemsOpenedBy: string | null;
}

const upper = (formats: readonly ExportFormat[]): string[] => formats.map((format) => format.toUpperCase());

/** `a`, `a and b`, `a, b and c` */
function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/** `Your plan exports MP3. Pro adds WAV, FLAC and stems.`; null when nothing is closed. */
export function explainRules({ formats, openedBy, stemsOpenedBy }: ExportRules): string | null {
  const byPlan = new Map<string, string[]>();
  const add = (plan: string, what: string) => byPlan.set(plan, [...(byPlan.get(plan) ?? []), what]);
  for (const [format, plan] of Object.entries(openedBy)) add(plan, format.toUpperCase());
  if (stemsOpenedBy) {
    add(stemsOpenedBy, 'stems');
    add(stemsOpenedBy, 'DAWproject');
  }
  if (byPlan.size === 0) return null;
  const additions = [...byPlan].map(([plan, added]) => `${plan} adds ${listed(added)}.`);
  return [`Your plan exports ${listed(upper(formats))}.`, ...additions].join(' ');
}
