// The models that a song can be separated with, and which one it gets.
import type { z } from 'zod';
import type { modelListSchema } from '@/contract/http/separation';
import { getEnv } from '@/platform/env';
import { installedModels } from '@/platform/separation-models';
import { ValidationError } from '@/server/errors';

/** The models that are installed, the configured one first. */
export async function listModels(): Promise<z.input<typeof modelListSchema>> {
  const configured = getEnv().SEPARATION_MODEL;
  const models = (await installedModels()).map((model) => ({ ...model, default: model.id === configured }));
  return { models: models.sort((a, b) => Number(b.default) - Number(a.default)) };
}

const isInstalled = async (id: string): Promise<boolean> =>
  (await installedModels()).some((model) => model.id === id);

/**
 * The model of a new song: the one that was asked for, else the configured one.
 * @throws ValidationError when the one that was asked for is not installed
 */
export async function chooseModel(asked: string | undefined): Promise<string> {
  const configured = getEnv().SEPARATION_MODEL;
  if (asked === undefined || asked === configured) return configured;
  if (await isInstalled(asked)) return asked;
  throw new ValidationError(`There is no separation model called "${asked}" here.`);
}

/** The model of a song that is separated again: the one it was tried with, unless that is gone. */
export async function chooseAgain(before: string): Promise<string> {
  return (await isInstalled(before)) ? before : getEnv().SEPARATION_MODEL;
}
