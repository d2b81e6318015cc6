// A server that speaks the S3 protocol over a local folder, for tests.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { repositoryRoot } from '@/server/shared/repository-root';

export interface TestS3 {
  readonly port: number;
  close(): Promise<void>;
}

/*
 * A process of its own: s3rver makes the tokens between two pages of a listing with DES, which OpenSSL 3 has only among
 * its legacy algorithms. It ends when its standard input does, so with the test at the latest.
 */
const SERVER = `
const S3rver = require('s3rver');
const Store = require('s3rver/lib/stores/filesystem');
const { listObjects } = Store.prototype;
// s3rver leaves folders out whose objects lie deeper than one level below the prefix; a service lists them.
Store.prototype.listObjects = async function (bucket, { delimiter, prefix = '', maxKeys = Infinity, ...more }) {
  if (!delimiter) return listObjects.call(this, bucket, { prefix, maxKeys, ...more });
  const all = await listObjects.call(this, bucket, { prefix, ...more });
  const folderOf = ({ key }) => {
    const end = key.indexOf(delimiter, prefix.length);
    return end < 0 ? null : key.slice(0, end + delimiter.length);
  };
  const direct = all.objects.filter((object) => folderOf(object) === null);
  const commonPrefixes = [...new Set(all.objects.map(folderOf).filter((folder) => folder !== null))].sort();
  return { objects: direct.slice(0, maxKeys), commonPrefixes, isTruncated: direct.length > maxKeys };
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
