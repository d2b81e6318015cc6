// What a plan can export, from the table of plans, in the terms of the export dialog.

import type { StudioProps } from '@/components/pages/studio/studio';
import { exportFormatSchema } from '@/contract/export-formats';
import { type PlanRules, planThatAllows } from '@/server/plans';

/** The export rules of a plan, with the plan that opens each format it lacks. */
export function exportRulesOf({ formats, bitDepths, stemExport }: PlanRules): StudioProps['exportRules'] {
  const closed = exportFormatSchema.options.filter((format) => !formats.includes(format));
  const openedBy = closed.flatMap((format) => {
    const plan = planThatAllows((rules) => rules.formats.includes(format));
    return plan ? [[format, plan.title] as const] : [];
  });
  const stemsOpenedBy = stemExport ? null : (planThatAllows((rules) => rules.stemExport)?.title ?? 'another');
  return { formats, bitDepths, stemsOpenedBy, openedBy: Object.fromEntries(openedBy) };
}
