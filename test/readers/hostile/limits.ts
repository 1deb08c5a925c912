/** What a hostile file may cost: processor time and memory, whatever comes of it. */
import assert from 'node:assert/strict';

/** Processor seconds for one file; a reader promises one, and other things run beside the tests. */
const longest = 4;

/** Bytes by which one file may raise the most that the process has ever held. */
const mostMemory = 512 * 1024 ** 2;

/** What `read` gives, held to the limits of time and memory. */
export function within<Result>(read: () => Result, what: string): Result {
  const memory = process.resourceUsage().maxRSS;
  const before = process.cpuUsage();
  const result = read();
  const { user } = process.cpuUsage(before);
  assert.ok(user / 1e6 < longest, `${what} took ${user / 1e6} s`);
  const grown = (process.resourceUsage().maxRSS - memory) * 1024;
  assert.ok(grown < mostMemory, `${what} took ${grown} bytes of memory`);
  return result;
}
