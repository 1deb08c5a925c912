/** The worker as a web worker, for VS Code in the browser. */
import type { ToWorker } from '../protocol/messages';
import { runKernels } from '../tensor/wasm/embedded';
import { dispatcher } from './dispatch';
import { restFor } from './firstPicture';

/** Serves the page that started this worker. */
export function start(): void {
  const receive = dispatcher({
    kernels: runKernels,
    send: (message) => self.postMessage(message),
    turn: () => new Promise((resolve) => setTimeout(resolve)),
    rest: () => new Promise((resolve) => setTimeout(resolve, restFor(navigator.hardwareConcurrency))),
  });
  self.onmessage = ({ data }: MessageEvent<ToWorker>): void => receive(data);
  self.postMessage({ kind: 'ready' });
}
