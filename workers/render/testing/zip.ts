// Reads the archives of the tests: the files in a zip that stores them as they are.

const CENTRAL = 0x02014b50;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;

/** The files by name, as the archive's directory lists them. @throws RangeError when one is compressed */
export function readStoredZip(zip: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  const count = zip.readUInt16LE(zip.length - 12);
  let at = zip.readUInt32LE(zip.length - 6);
  for (let index = 0; index < count; index++) {
    if (zip.readUInt32LE(at) !== CENTRAL) throw new RangeError('The directory of the archive is broken.');
    if (zip.readUInt16LE(at + 10) !== 0) throw new RangeError('A file in the archive is compressed.');
    const [size, local] = [zip.readUInt32LE(at + 24), zip.readUInt32LE(at + 42)];
    const [name, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    const start = local + LOCAL_BYTES + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const title = zip.toString('utf8', at + CENTRAL_BYTES, at + CENTRAL_BYTES + name);
    files.set(title, zip.subarray(start, start + size));
    at += CENTRAL_BYTES + name + extra + comment;
  }
  return files;
}
