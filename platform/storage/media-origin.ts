// Whether and where browsers fetch audio from the bucket itself.
import type { Env } from '@/platform/env';

/**
 * Whether browsers are sent to the bucket for audio. Not by default: a bucket may be out of their reach, or refuse
 * other origins, which nothing here can see. Saying where they reach it is saying that they do.
 */
export const redirects = (env: Env): boolean =>
  env.S3_BUCKET !== undefined && (env.S3_REDIRECT ?? env.S3_PUBLIC_URL !== undefined);

/** The address of the bucket itself, as the SDK writes it. */
function bucketOrigin({ S3_BUCKET: bucket = '', S3_REGION: region, S3_ENDPOINT: endpoint }: Env): string {
  if (endpoint) return new URL(endpoint).origin;
  const service = `s3.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
  // Certificates do not cover host names with a dot in the bucket's part.
  return `https://${bucket.includes('.') ? '' : `${bucket}.`}${service}`;
}

/** The origin from which pages fetch audio, when it is not the studio's own. */
export function mediaOrigin(env: Env): string | null {
  if (!redirects(env)) return null;
  return env.S3_PUBLIC_URL ? new URL(env.S3_PUBLIC_URL).origin : bucketOrigin(env);
}
