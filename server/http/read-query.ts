// Reads the query of a request.
import type { z } from 'zod';
import { assertStorable } from './clean-text';

/** Reads the query of a request. @throws ValidationError for what is no text, z.ZodError when it does not fit */
export function readQuery<Shape extends z.ZodObject>(request: Request, shape: Shape): z.output<Shape> {
  const query = Object.fromEntries(new URL(request.url).searchParams);
  assertStorable(query);
  return shape.parse(query, { reportInput: true });
}
