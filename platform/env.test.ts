// What settings may be, where their type alone does not say.
import { expect, it } from 'vitest';
import { parseEnv } from './env';

it.each(['PUBLIC_URL', 'S3_PUBLIC_URL', 'AUTOMIX_OPENAI_BASE_URL'])(
  '%s is an address of HTTP alone',
  (name) => {
    for (const url of ['ftp://x', 'javascript:alert(1)', 'localhost:3000', 'x']) {
      expect(() => parseEnv({ [name]: url })).toThrow(
        `${name} is an address that begins with http:// or https://.`,
      );
    }
    for (const url of ['http://localhost:3000', 'https://studio.example/mix']) {
      expect(parseEnv({ [name]: url })).toMatchObject({ [name]: url });
    }
  },
);
