// The analyses as tasks, for tests of threads that compute.
import { defineTask, type TaskProgram } from '../../runtime/compute/define-task';
import type { analyses } from '../analyses';

type Analyses = typeof analyses;
type AnalysisName = keyof Analyses;

export const ANALYSIS_PROGRAM: TaskProgram = {
  bundle: 'analysis-program',
  source: 'workers/analysis/testing/analysis-program.ts',
};

export const analysisTask = <Name extends AnalysisName>(name: Name) =>
  defineTask<Parameters<Analyses[Name]>[0], Awaited<ReturnType<Analyses[Name]>>>(ANALYSIS_PROGRAM, name);
