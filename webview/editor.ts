/** The one channel to the editor: messages out and in, and the memory that outlives a hidden panel. */
import type { FromPanel, ToPanel } from '../src/protocol/messages';
import { unwrapNonFinite } from '../src/protocol/nonFinite';

/** What the panel can do with the editor around it. */
export interface Editor {
  send(message: FromPanel): void;
  /** Keeps plain data for the next time that this panel is made. */
  remember(value: unknown): void;
  remembered(): unknown;
  listen(receive: (message: ToPanel) => void): void;
}

/** Takes the editor's API, which may be taken only once. */
export function connect(): Editor {
  const api = acquireVsCodeApi();
  return {
    send: (message) => api.postMessage(message),
    remember: (value) => api.setState(value),
    remembered: () => api.getState(),
    listen: (receive) => {
      window.addEventListener('message', (event: MessageEvent<unknown>) => {
        const message = unwrapNonFinite(event.data);
        if (isMessage(message)) receive(message);
      });
    },
  };
}

const kinds: ReadonlySet<string> = new Set<ToPanel['kind']>([
  ...(['state', 'select', 'pictures', 'answer', 'training', 'recalled'] as const),
]);

// The host compiles against the same protocol, so the kind tells the whole type.
function isMessage(value: unknown): value is ToPanel {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  return kinds.has(String(value.kind));
}
