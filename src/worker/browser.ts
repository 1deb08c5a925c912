/** The worker as a web worker, for VS Code in the browser. */
import { defaultOptions, inspect } from '../inspect/inspect';
import type { ToWorker } from '../protocol/messages';
import { runKernels } from '../tensor/wasm/embedded';
import { inspector } from './inspector';

const answer = inspector({
  inspect: (source, files, options) =>
    inspect(source, files, { ...defaultOptions, kernels: runKernels, ...options }),
  send: (message) => self.postMessage(message),
  now: () => performance.now(),
  date: () => Date.now(),
  turn: () => new Promise((resolve) => setTimeout(resolve)),
});
self.onmessage = ({ data }: MessageEvent<ToWorker>): void => void answer(data);
self.postMessage({ kind: 'ready' });
