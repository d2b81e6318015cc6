// What the set process can be asked to do: plain data in, plain data out, files by path.

import type { SetPlan, SetTrack } from '@/audio/automix/types';
import type { DjRules } from '@/contract/dj-rules';

import type { TrackFacts } from '@/platform/jobs/analyse-track';
import { defineTask, type TaskProgram } from '../../runtime/compute/define-task';
import type { AnalyseTask } from '../analyse/analyse-file';
import type { PlanTask } from '../plan/plan-tracks';
import type { SetOutput } from '../render/join-set';
import type { PreparedTrack } from '../render/prepared-track';
import type { TrackSource } from '../render/track-source';
import type { FinishedSet } from './finish-set';

/** A planned set with everything that rendering depends on; the plan file contains one. */
export interface PlannedSet {
  readonly plan: SetPlan;
  readonly tracks: readonly SetTrack[];
}

export interface PrepareTask {
  readonly planFile: string;
  /** The place of the track in the set, from 0 */
  readonly index: number;
  readonly source: TrackSource;
  /** An existing folder for the prepared track */
  readonly folder: string;
}

export interface JoinTask {
  readonly planFile: string;
  /** In the order of the set */
  readonly prepared: readonly PreparedTrack[];
  readonly output: SetOutput;
  /** By which the set was planned */
  readonly rules: DjRules;
}

/** Renders a set anew, by another plan than that of its segments. */
export interface RerenderTask {
  /** Contains the tracks */
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
  readonly revised: SetPlan | null;
}

const SET_PROGRAM: TaskProgram = { bundle: 'set-process', source: 'workers/automix/jobs/set-process.ts' };

export const analyseTask = defineTask<AnalyseTask, TrackFacts>(SET_PROGRAM, 'analyse');
export const planTask = defineTask<PlanTask, SetPlan>(SET_PROGRAM, 'plan');
export const prepareTask = defineTask<PrepareTask, PreparedTrack>(SET_PROGRAM, 'prepare');
export const joinTask = defineTask<JoinTask, JoinedSet>(SET_PROGRAM, 'join');
export const rerenderTask = defineTask<RerenderTask, RenderedSet>(SET_PROGRAM, 'rerender');
