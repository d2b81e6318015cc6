// The render of one file, as a task of the render process.
import { defineTask } from '../runtime/compute/define-task';
import type { RenderReport, RenderSpec, RenderStage } from './render-spec';

/** How much of a stage is done, 0 to 1. */
interface StageProgress {
  readonly stage: RenderStage;
  readonly done: number;
}

export const renderTask = defineTask<RenderSpec, RenderReport, StageProgress>(
  { bundle: 'render-process', source: 'workers/render/render-process.ts' },
  'render',
);
