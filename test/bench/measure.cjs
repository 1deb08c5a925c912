// Runs something again and again: what peers written in JavaScript share.
const fewest = 5;
const most = 2000;

/** Milliseconds of every run in about the given time, after a third as many to warm up, and the most bytes that the process held. */
async function measure(run, seconds) {
  let milliseconds = [];
  for (const share of [0.3, 1]) {
    milliseconds = [];
    const until = performance.now() + share * seconds * 1000;
    while (milliseconds.length < fewest || (performance.now() < until && milliseconds.length < most)) {
      const started = performance.now();
      await run();
      milliseconds.push(performance.now() - started);
    }
  }
  return { milliseconds, peakMemory: process.resourceUsage().maxRSS * 1024 };
}

module.exports = { measure };
