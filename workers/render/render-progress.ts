// The progress of a whole render from the progress of its stages.
import { isStretched } from './premaster';
import type { RenderSpec, RenderStage } from './render-spec';

/** Roughly how long the stages take beside each other. */
const COST: Readonly<Record<RenderStage, number>> = { mixing: 2, stretching: 8, mastering: 4, encoding: 2 };
const ORDER: readonly RenderStage[] = ['mixing', 'stretching', 'mastering', 'encoding'];

function stagesOf(spec: RenderSpec): readonly RenderStage[] {
  const hasTarget = (spec.loudnessLufs ?? null) !== null;
  return ORDER.filter(
    (stage) => (stage !== 'stretching' || isStretched(spec)) && (stage !== 'mastering' || hasTarget),
  );
}

/** Maps the progress of a stage to that of the whole render, 0 to 1, monotonically. */
export function renderProgress(spec: RenderSpec): (stage: RenderStage, done: number) => number {
  const stages = stagesOf(spec);
  const costOf = (some: readonly RenderStage[]) => some.reduce((sum, stage) => sum + COST[stage], 0);
  let furthest = 0;
  return (stage, done) => {
    const before = costOf(stages.slice(0, Math.max(0, stages.indexOf(stage))));
    furthest = Math.max(furthest, Math.min(1, (before + COST[stage] * done) / costOf(stages)));
    return furthest;
  };
}
