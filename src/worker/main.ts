/** The worker as a thread of Node. */
import { availableParallelism } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { openDisk } from '../base/diskFile';
import type { ToWorker } from '../protocol/messages';
import { runKernels } from '../tensor/wasm/embedded';
import { dispatcher } from './dispatch';
import { restFor } from './firstPicture';

/** Serves the thread that started this one. */
export function start(): void {
  const port = parentPort;
  if (port === null) throw new Error('dist/worker.js is started by the extension, as a worker thread');

  const receive = dispatcher({
    kernels: runKernels,
    open: openDisk,
    send: (message) => port.postMessage(message),
    turn: () => new Promise((resolve) => setImmediate(resolve)),
    rest: () => new Promise((resolve) => setTimeout(resolve, restFor(availableParallelism()))),
    processor: () => process.cpuUsage(),
  });
  port.on('message', (message: ToWorker) => receive(message));
  port.postMessage({ kind: 'ready' });
}
