// Checks the version of Node before anything that an old version cannot parse.
const NEEDED = [20, 19];

/** Ends the process when this Node is older than the studio needs. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [needMajor = 0, needMinor = 0] = NEEDED;
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return;
  console.error(`IsoMix Studio needs Node ${NEEDED.join('.')} or newer; this is ${process.versions.node}.`);
  process.exit(1);
}
