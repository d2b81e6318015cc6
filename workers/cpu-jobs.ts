// Every job of the CPU worker, with its processor and its follow-up.
import { advanceSetsOf } from '@/platform/automix/set-flow';
import { publishImportToProjects } from '@/platform/imported-sources';
import { analyseTrackJob } from '@/platform/jobs/analyse-track';
import { grainLibraryJob } from '@/platform/jobs/grain-library';
import { importSourceJob } from '@/platform/jobs/import-source';
import { joinSetJob, planSetJob, renderSegmentJob } from '@/platform/jobs/make-set';
import { renderMixJob } from '@/platform/jobs/render-mix';
import { restyleStemJob } from '@/platform/jobs/restyle-stem';
import { publishStyledStem } from '@/platform/styled-stems';
import { analyseTrackProcessor } from './automix/jobs/analysis-processor';
import { joinSetProcessor } from './automix/jobs/join-processor';
import { planSetProcessor } from './automix/jobs/plan-processor';
import { renderSegmentProcessor } from './automix/jobs/segment-processor';
import { renderMixProcessor } from './render/processor';
import { type Registration, register } from './runtime/registry';
import { importSourceProcessor } from './sources/import-processor';
import { grainLibraryProcessor } from './style/library-processor';
import { restyleStemProcessor } from './style/restyle-processor';

export const CPU_JOBS: readonly Registration[] = [
  register(renderMixJob, renderMixProcessor),
  register(grainLibraryJob, grainLibraryProcessor),
  register(importSourceJob, importSourceProcessor, publishImportToProjects),
  register(restyleStemJob, restyleStemProcessor, publishStyledStem),
  register(analyseTrackJob, analyseTrackProcessor, advanceSetsOf),
  register(planSetJob, planSetProcessor, advanceSetsOf),
  register(renderSegmentJob, renderSegmentProcessor, advanceSetsOf),
  register(joinSetJob, joinSetProcessor, advanceSetsOf),
];
