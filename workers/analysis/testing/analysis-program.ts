// A program that serves the analyses.
import { handle } from '../../runtime/compute/define-task';
import { serveTasks } from '../../runtime/compute/serve';
import { analyses } from '../analyses';
import { analysisTask } from './analysis-tasks';

serveTasks([
  handle(analysisTask('onsets'), analyses.onsets),
  handle(analysisTask('pitch'), analyses.pitch),
  handle(analysisTask('split'), analyses.split),
  handle(analysisTask('track'), analyses.track),
]);
