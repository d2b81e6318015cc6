// What a plan exports, from the table of plans, in the words of the export dialog.
import type { ExportRules } from '@/components/export/export-rules';
import { type PlanRules, planThatAllows } from '@/server/plans';
import { exportFormatSchema } from '@/server/shared/jobs/render-mix';

/** The export rules of a plan, with the plan that opens each format it lacks. */
export function exportRulesOf({ formats, bitDepths }: PlanRules): ExportRules {
  const closed = exportFormatSchema.options.filter((format) => !formats.includes(format));
  const openedBy = closed.flatMap((format) => {
    const plan = planThatAllows((rules) => rules.formats.includes(format));
    return plan ? [[format, plan.title] as const] : [];
  });
  return { formats, bitDepths, openedBy: Object.fromEntries(openedBy) };
}
