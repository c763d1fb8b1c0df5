const OLDEST = 20;

/** The system's Node only starts the set-up; what runs afterwards is the Node that comes with the dependencies. */
export function refuseOldNode() {
  const [major] = process.versions.node.split(".").map(Number);
  if (major >= OLDEST) return;
  throw new Error(`This needs Node ${OLDEST} or newer to begin with; you have ${process.versions.node}. Install a current one from https://nodejs.org and run the command again.`);
}
