/** Starts the worker as a web worker, from bytes: the extension's folder has no address that a worker could be loaded from. */
import type { FromWorker, ToWorker } from '../../protocol/messages';
import type { StartWorker, WorkerEvents } from '../worker';

/** Starts `dist/worker.js`, given by the way to read it. */
export function browserWorker(read: () => PromiseLike<Uint8Array>): StartWorker {
  return (events) => {
    const waiting: ToWorker[] = [];
    let worker: Worker | null = null;
    let ended = false;
    const begin = async (): Promise<void> => {
      const bytes = await read();
      if (ended) return;
      worker = workerOf(bytes, events);
      for (const message of waiting) worker.postMessage(message);
    };
    begin().catch((error: unknown) => events.ended(String(error)));
    return {
      post: (message) => {
        if (worker === null) waiting.push(message);
        else worker.postMessage(message);
      },
      end: () => {
        ended = true;
        worker?.terminate();
      },
    };
  };
}

function workerOf(bytes: Uint8Array, events: WorkerEvents): Worker {
  const address = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: 'text/javascript' }));
  const worker = new Worker(address);
  URL.revokeObjectURL(address);
  worker.onmessage = ({ data }: MessageEvent<FromWorker>): void => events.message(data);
  worker.onerror = ({ message }): void => {
    worker.terminate();
    events.ended(message);
  };
  return worker;
}
