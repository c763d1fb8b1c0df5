/** Ends the process with a sentence where its Node is too old for the app. */
export function refuseOldNode(command: string): void {
  const [major = 0] = process.versions.node.split(".").map(Number);
  if (major >= 22) return;
  process.stderr.write(`Scenarios needs Node 22.12 or newer; this is ${process.versions.node}. Start it with \`npm run ${command}\`, which brings its own.\n`);
  process.exit(1);
}
