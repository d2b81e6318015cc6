// Which models songs can be separated with: those that a living separation worker has installed.
import { z } from 'zod';
import { type SeparationModel, separationModelSchema } from '@/contract/separation-models';
import { listWorkers, type WorkerStatus } from './worker-heartbeat';

/** What separation workers report about themselves; an older one does not report its models. */
const detailsSchema = z.object({ models: z.array(separationModelSchema).default([]) });

/** The living separation workers that have a model installed. */
export async function workersWithModel(modelId: string): Promise<WorkerStatus[]> {
  const workers = await listWorkers();
  return workers.filter(({ kind, alive, details }) => {
    if (kind !== 'separation' || !alive) return false;
    return detailsSchema.parse(details).models.some(({ id }) => id === modelId);
  });
}

/** The models that can be had now, each once, by id. */
export async function installedModels(): Promise<SeparationModel[]> {
  const workers = await listWorkers();
  const models = new Map<string, SeparationModel>();
  for (const { kind, alive, details } of workers) {
    if (kind !== 'separation' || !alive) continue;
    for (const model of detailsSchema.parse(details).models) models.set(model.id, model);
  }
  return [...models.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
