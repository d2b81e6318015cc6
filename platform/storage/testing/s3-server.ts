// A server that speaks the S3 protocol over a local folder, for tests.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { repositoryRoot } from '@/platform/repository-root';

export interface TestS3 {
  readonly port: number;
  close(): Promise<void>;
}

/*
 * A process of its own: s3rver makes the tokens between two pages of a listing with DES, which OpenSSL 3 has only among
 * its legacy algorithms. It ends when its standard input does, so with the test at the latest.
 *
 * Listed by folders, s3rver misses every folder that has nothing but further folders in it; S3 does not.
 */
const SERVER = `
const S3rver = require('s3rver');
const { prototype: store } = require('s3rver/lib/stores/filesystem');
const listObjects = store.listObjects;
store.listObjects = async function (bucket, { delimiter, prefix = '', maxKeys = Infinity, ...options }) {
  if (!delimiter) return listObjects.call(this, bucket, { prefix, maxKeys, ...options });
  const { objects } = await listObjects.call(this, bucket, { prefix, ...options });
  const endOf = ({ key }) => key.indexOf(delimiter, prefix.length);
  const folders = objects.flatMap((each) => (endOf(each) < 0 ? [] : [each.key.slice(0, endOf(each) + 1)]));
  const direct = objects.filter((each) => endOf(each) < 0);
  const isTruncated = direct.length > maxKeys;
  return { objects: direct.slice(0, maxKeys), commonPrefixes: [...new Set(folders)].sort(), isTruncated };
};
const [directory, name, ...configs] = process.argv.slice(1);
const server = new S3rver({
  address: '127.0.0.1', port: 0, silent: true, directory, configureBuckets: [{ name, configs }],
});
server.run().then(({ port }) => console.log(port));
process.stdin.resume().on('end', () => process.exit());
`;

/**
 * Starts a server with one bucket on a folder; the keys are S3RVER and S3RVER.
 * @param configs of the bucket as XML, such as its CORS rules
 */
export async function startTestS3(
  directory: string,
  bucket: string,
  configs: readonly string[] = [],
): Promise<TestS3> {
  const child = spawn(
    process.execPath,
    ['--openssl-legacy-provider', '-e', SERVER, directory, bucket, ...configs],
    {
      cwd: repositoryRoot(),
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    port: Number(line.toString()),
    async close() {
      const exited = once(child, 'exit');
      child.stdin.end();
      await exited;
    },
  };
}
