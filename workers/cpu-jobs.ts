// Every job that the CPU worker does, with its processor and what follows its result.
import { advanceSetsOf } from '@/server/shared/automix/set-flow';
import { analyseTrackJob } from '@/server/shared/jobs/analyse-track';
import { grainLibraryJob } from '@/server/shared/jobs/grain-library';
import { joinSetJob, planSetJob, renderSegmentJob } from '@/server/shared/jobs/make-set';
import { renderMixJob } from '@/server/shared/jobs/render-mix';
import { restyleStemJob } from '@/server/shared/jobs/restyle-stem';
import { offerStyledStem } from '@/server/shared/styled-stems';
import { analyseTrackProcessor } from './automix/analysis-processor';
import { joinSetProcessor } from './automix/join-processor';
import { planSetProcessor } from './automix/plan-processor';
import { renderSegmentProcessor } from './automix/segment-processor';
import { renderMixProcessor } from './render/processor';
import { type Registration, register } from './runtime/registry';
import { grainLibraryProcessor } from './style/library-processor';
import { restyleStemProcessor } from './style/restyle-processor';

export const CPU_JOBS: readonly Registration[] = [
  register(renderMixJob, renderMixProcessor),
  register(grainLibraryJob, grainLibraryProcessor),
  register(restyleStemJob, restyleStemProcessor, offerStyledStem),
  register(analyseTrackJob, analyseTrackProcessor, advanceSetsOf),
  register(planSetJob, planSetProcessor, advanceSetsOf),
  register(renderSegmentJob, renderSegmentProcessor, advanceSetsOf),
  register(joinSetJob, joinSetProcessor, advanceSetsOf),
];
