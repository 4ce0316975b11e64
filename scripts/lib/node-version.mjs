// Plain JavaScript without dependencies: it runs before anything is installed, and on old versions of Node too.
const wanted = [20, 19];

/** Ends the process with the cure when this Node is too old. */
export function checkNodeVersion() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > wanted[0] || (major === wanted[0] && minor >= wanted[1])) return;
  console.error(`Ferry needs Node.js ${wanted.join('.')} or newer; this is ${process.versions.node}. Install a newer one from https://nodejs.org and start again.`);
  process.exit(1);
}
