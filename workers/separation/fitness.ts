// What the separation worker requires besides disk space and programs: its model, and an engine that starts.
import { ModelError } from '@/models/model-error';
import { locateModel } from '@/models/model-file';
import { findModel } from '@/models/registry';
import { getEnv } from '@/platform/env';
import { log } from '@/platform/log';
import { TaskFailure } from '../runtime/compute/failure';
import type { WorkerProblem } from '../runtime/worker-problem';
import { separationEngine } from './processor';

/** Whether the model that songs get by default is installed and whole. */
export async function modelCheck(isThorough: boolean): Promise<WorkerProblem | null> {
  if (!isThorough) return null;
  const { SEPARATION_MODEL: id, DATA_DIR: dataDir } = getEnv();
  try {
    await locateModel(await findModel(id, dataDir), dataDir);
    return null;
  } catch (error) {
    if (error instanceof ModelError) return { kind: 'model', message: error.message };
    throw error;
  }
}

/** Whether the engine starts; it also determines the provider, which /health shows. */
export async function engineCheck(isThorough: boolean): Promise<WorkerProblem | null> {
  if (!isThorough) return null;
  try {
    await separationEngine.probe();
    return null;
  } catch (error) {
    if (!(error instanceof TaskFailure)) throw error;
    log.error({ err: error }, 'The separation engine could not be asked what it runs on.');
    return error.description.problem;
  }
}
