/** The worker as a thread of Node. */
import { parentPort } from 'node:worker_threads';
import { defaultOptions, inspect } from '../inspect/inspect';
import type { ToWorker } from '../protocol/messages';
import { runKernels } from '../tensor/wasm/embedded';
import { inspector } from './inspector';

const port = parentPort;
if (port === null) throw new Error('dist/worker.js is started by the extension, as a worker thread');

const answer = inspector({
  inspect: (source, files, options) =>
    inspect(source, files, { ...defaultOptions, kernels: runKernels, ...options }),
  send: (message) => port.postMessage(message),
  now: () => performance.now(),
  date: () => Date.now(),
  turn: () => new Promise((resolve) => setImmediate(resolve)),
});
port.on('message', (message: ToWorker) => void answer(message));
port.postMessage({ kind: 'ready' });
