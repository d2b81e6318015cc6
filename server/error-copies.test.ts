// Error classes exist once in each bundle of the web process: `instanceof` has to work between all of them.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { matchCopies } from '@/platform/error-copies';
import { repositoryRoot } from '@/platform/repository-root';
import { NotFoundError, RateLimitError, RequestError } from '@/server/errors';
import { Gate } from '@/server/limits/gate';
import { knownFailure } from '@/server/problem';

vi.resetModules();
const copy = await import('@/server/errors');
const { Gate: GateOfOtherRoute } = await import('@/server/limits/gate');

it('knows errors of another copy by their class and its parents, and by no other', () => {
  const refusal = new copy.RateLimitError('Wait.', 3);
  expect(refusal).toBeInstanceOf(RateLimitError);
  expect(refusal).toBeInstanceOf(RequestError);
  expect(refusal).not.toBeInstanceOf(NotFoundError);
  expect(new copy.RequestError(400, 'x', 'No.')).not.toBeInstanceOf(RateLimitError);
  for (const value of [new Error('x'), null, undefined, 'text', { message: 'x' }]) {
    expect(value).not.toBeInstanceOf(RequestError);
  }
});

it('compares a subclass without a mark of its own as usual', () => {
  class Known extends Error {
    static {
      matchCopies(Known, 'Known');
    }
  }
  class Plain extends Known {}
  expect(new Plain()).toBeInstanceOf(Known);
  expect(new Plain()).toBeInstanceOf(Plain);
  expect(new Known()).not.toBeInstanceOf(Plain);
});

it('answers what a gate refuses that another route has made', async () => {
  const full = {
    atOnce: 0,
    atOncePerKey: 0,
    waiting: 0,
    waitingPerKey: 0,
    message: 'Wait.',
    retryAfterS: 3,
  };
  expect(GateOfOtherRoute).not.toBe(Gate);
  const refused = new GateOfOtherRoute(full).run('ana', undefined, async () => 'in');
  expect(knownFailure(await refused.catch((error: unknown) => error))).toMatchObject({ status: 429 });
});

it('finds the mark in every error class of server and platform, under the name of the class', () => {
  const sources = ['platform', 'server', 'app']
    .flatMap((folder) =>
      readdirSync(path.join(repositoryRoot(), folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        path.join(folder, name),
      ),
    )
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.') && !name.includes('generated'));
  const classes = sources.flatMap((file) => {
    const text = readFileSync(path.join(repositoryRoot(), file), 'utf8');
    return [...text.matchAll(/class (\w+) extends \w*Error\b[^{]*\{\s*([^;]*)/g)].map(([, name, first]) => ({
      file,
      name,
      isMarked: new RegExp(`^static \\{\\s*matchCopies\\(${name}, '${name}'\\)`).test(first ?? ''),
    }));
  });
  expect(classes.length).toBeGreaterThan(20);
  expect(classes.filter(({ isMarked }) => !isMarked)).toEqual([]);
  const names = classes.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
