// What the set process can be asked to do: plain data in, plain data out, files by path.

import type { SetPlan, SetTrack } from '@/audio/automix/types';
import type { DjRules } from '@/contract/dj-rules';

import type { TrackFacts } from '@/platform/jobs/analyse-track';
import type { AnalyseTask } from '../analyse/analyse-file';
import type { PlanTask } from '../plan/plan-tracks';
import type { SetOutput } from '../render/join-set';
import type { PreparedTrack } from '../render/prepared-track';
import type { TrackSource } from '../render/track-source';
import type { FinishedSet } from './finish-set';

/** A planned set with everything that rendering it goes by; the plan file holds one. */
export interface PlannedSet {
  readonly plan: SetPlan;
  readonly tracks: readonly SetTrack[];
}

export interface PrepareTask {
  readonly kind: 'prepare';
  readonly planFile: string;
  /** The place of the track in the set, from 0 */
  readonly index: number;
  readonly source: TrackSource;
  /** An existing folder for the prepared track */
  readonly folder: string;
}

export interface JoinTask {
  readonly kind: 'join';
  readonly planFile: string;
  /** In the order of the set */
  readonly prepared: readonly PreparedTrack[];
  readonly output: SetOutput;
  /** By which the set was planned */
  readonly rules: DjRules;
}

/** Renders a set anew, by another plan than that of its segments. */
export interface RerenderTask {
  readonly kind: 'rerender';
  /** Holds the tracks */
  readonly planFile: string;
  readonly plan: SetPlan;
  /** In any order */
  readonly sources: readonly TrackSource[];
  readonly output: SetOutput;
  /** An existing folder for the prepared tracks */
  readonly folder: string;
}

export interface RenderedSet extends FinishedSet {
  readonly durationS: number;
}

export interface JoinedSet extends RenderedSet {
  /** The plan to render instead, because the beats of two tracks were measured far apart; null when all is well */
  readonly mended: SetPlan | null;
}

/** Every task by its kind, with what it answers. */
export interface SetTasks {
  readonly analyse: { readonly task: AnalyseTask; readonly answer: TrackFacts };
  readonly plan: { readonly task: PlanTask; readonly answer: SetPlan };
  readonly prepare: { readonly task: PrepareTask; readonly answer: PreparedTrack };
  readonly join: { readonly task: JoinTask; readonly answer: JoinedSet };
  readonly rerender: { readonly task: RerenderTask; readonly answer: RenderedSet };
}
export type SetTask = SetTasks[keyof SetTasks]['task'];
export type AnswerTo<Task extends SetTask> = SetTasks[Task['kind']]['answer'];
