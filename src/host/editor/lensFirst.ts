/** When a report is drawn in the editor: after the Lens, which somebody looks at. */
import type { Envelope } from '../../protocol/messages';
import type { After } from '../worker';

/** How long the Lens may take to draw a first report before the editor draws it too, in milliseconds. */
const lensTakes = 150;

/** What is known of a source: its last report, why there is none, or nothing. */
export type Known = Envelope | string | null;

/** Drawings that may have to wait. */
export interface LensFirst {
  /** Draws a source where anything about it is new: at once, or, where its complete report is still to come, when the Lens has had its time. */
  draw(path: string): void;
  dispose(): void;
}

/** `known` is the report or failure of a source; a complete report mostly follows before the editor would be through with the first one. */
export function lensFirst(
  known: (path: string) => Known,
  draw: (path: string, now: Known) => void,
  after: After,
): LensFirst {
  const drawn = new Map<string, Known>();
  /** Takes back the timer of a source. */
  const waiting = new Map<string, () => void>();
  const drawNow = (path: string): void => {
    waiting.delete(path);
    const now = known(path);
    if (drawn.get(path) === now) return;
    drawn.set(path, now);
    draw(path, now);
  };
  return {
    draw: (path) => {
      waiting.get(path)?.();
      const now = known(path);
      const first = now !== null && typeof now !== 'string' && !now.report.complete;
      if (first && drawn.get(path) !== now)
        waiting.set(
          path,
          after(lensTakes, () => drawNow(path)),
        );
      else drawNow(path);
    },
    dispose: () => {
      for (const release of waiting.values()) release();
    },
  };
}
