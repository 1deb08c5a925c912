// Measures a command from its start to its end: `jobClock.cjs COMMAND ARGUMENT...` runs it some times and prints one line of JSON.
const { spawnSync } = require('node:child_process');
const { measure } = require('./measure.cjs');

const [command, ...args] = process.argv.slice(2);

function run() {
  const { status, stderr } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  if (status !== 0) throw new Error(`Error: the job ended with ${String(status)}: ${String(stderr)}`);
}

measure(run, 0.1).then(({ milliseconds }) => {
  // The children's peak, which the system keeps apart from our own, is not asked for by Node.
  console.log(JSON.stringify({ milliseconds }));
});
