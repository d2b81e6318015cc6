// What the render process and the worker that started it say to each other.
import type { WorkerProblem } from '../runtime/worker-problem';
import type { RenderReport, RenderSpec, RenderStage } from './render-spec';

export type ToRenderProcess =
  | { readonly type: 'render'; readonly spec: RenderSpec }
  | { readonly type: 'cancel' };

export type FromRenderProcess =
  | { readonly type: 'progress'; readonly stage: RenderStage; readonly done: number }
  | { readonly type: 'done'; readonly report: RenderReport }
  /**
   * `sentence` is for the person, null when the failure is a defect; `problem` is what is wrong with this machine, when
   * that is the reason; `fault` is for the log.
   */
  | {
      readonly type: 'failed';
      readonly sentence: string | null;
      readonly problem: WorkerProblem | null;
      readonly fault: string;
    };
