// The list of all maps: a map that is described but not listed would be refused by every server.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { REGISTER_MAPS } from './register-maps';

const isMap = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'maxRegisters' in value;

it('lists every map that is described in this folder, each under a name of its own', async () => {
  const sources = readdirSync(import.meta.dirname).filter((file) => /^[a-z-]+\.ts$/.test(file));
  const describing = sources.filter((file) =>
    readFileSync(`${import.meta.dirname}/${file}`, 'utf8').includes('= defineRegisterMap({'),
  );
  const modules = await Promise.all(
    describing.map((file): Promise<object> => import(/* @vite-ignore */ `${import.meta.dirname}/${file}`)),
  );
  const described = modules.flatMap((module) => Object.values(module).filter(isMap));
  expect(described.length).toBeGreaterThan(0);
  expect(new Set(described)).toEqual(new Set(REGISTER_MAPS));
  expect(new Set(REGISTER_MAPS.map(({ name }) => name)).size).toBe(REGISTER_MAPS.length);
});
