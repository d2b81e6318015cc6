// Which prefixes a studio may keep to in a bucket that it shares.
import { z } from 'zod';
import { isKeyPart } from './key-path';
import { CONTENT_FOLDERS, TIE_KEY, TRASH_FOLDER } from './keys';

/** A studio without a prefix keeps its own things under these names; another one must not live inside of them. */
const OWN_NAMES: ReadonlySet<string> = new Set([...CONTENT_FOLDERS, TRASH_FOLDER, TIE_KEY]);
const LONGEST = 500;

/** Such as `studios/one`; a slash at the end is taken off. */
export const storagePrefixSchema = z
  .string()
  .max(LONGEST)
  .transform((prefix) => prefix.replace(/\/$/, ''))
  .refine((prefix) => prefix.split('/').every(isKeyPart), {
    message:
      'is made of letters, digits, dots, hyphens and underscores, with slashes between, as in studios/one',
  })
  .refine((prefix) => !prefix.split('/').some((part) => OWN_NAMES.has(part)), {
    message: `must not contain a folder that the studio itself uses (${[...OWN_NAMES].join(', ')})`,
  });
