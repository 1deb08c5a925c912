/** Starts the worker as a thread of Node. */
import { Worker } from 'node:worker_threads';
import type { FromWorker } from '../../protocol/messages';
import type { StartWorker } from '../worker';

/** Starts `dist/worker.js`, given by its path on disk. */
export function nodeWorker(file: string): StartWorker {
  return (events) => {
    const worker = new Worker(file);
    worker.on('message', (message: FromWorker) => events.message(message));
    worker.on('error', (error) => {
      worker.removeAllListeners();
      events.ended(error instanceof Error ? error.message : String(error));
    });
    worker.on('exit', (code) => events.ended(`its thread exited with code ${code}`));
    return {
      post: (message) => worker.postMessage(message),
      end: () => {
        worker.removeAllListeners();
        void worker.terminate();
      },
    };
  };
}
