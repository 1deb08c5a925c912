/** What the host knows of a worker, on whichever platform it runs. */
import type { FromWorker, ToWorker } from '../protocol/messages';

/** A worker that was started. */
export interface WorkerLink {
  post(message: ToWorker): void;
  /** Ends it at once, whatever it does; nothing is heard of it afterwards. */
  end(): void;
}

/** What a worker tells. */
export interface WorkerEvents {
  message(message: FromWorker): void;
  /** It came to its end by itself, which is never intended. */
  ended(reason: string): void;
}

/** Starts a worker. */
export type StartWorker = (events: WorkerEvents) => WorkerLink;

/** Runs an action after some milliseconds; the result takes it back. */
export type After = (milliseconds: number, action: () => void) => () => void;

/** `After` by the clock. */
export const afterByClock: After = (milliseconds, action) => {
  const timer = setTimeout(action, milliseconds);
  return () => clearTimeout(timer);
};
