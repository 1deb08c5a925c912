/** The last picture of each source that networks were found in: it stays, dated, while the source cannot be read or is gone. */
import type { Envelope, Failed, PanelState, Shown } from '../protocol/messages';

/** So many sources are kept; those that were seen longest ago go first. */
const mostKept = 8;

/** The last good pictures of a window. */
export class KeptPictures {
  readonly #good = new Map<string, Envelope>();

  /** Takes note of what is shown of a source. */
  note(path: string, envelope: Envelope | null): void {
    if (envelope === null || !hasPicture(envelope)) return;
    this.#good.delete(path);
    this.#good.set(path, envelope);
    const [oldest] = this.#good.keys();
    if (this.#good.size > mostKept && oldest !== undefined) this.#good.delete(oldest);
  }

  /** The state of a source, with its last good picture where it has none of its own and says why, or is gone. */
  amended(path: string | null, state: PanelState): PanelState {
    const good = path === null ? undefined : this.#good.get(path);
    if (path === null || good === undefined) return state;
    const { sources } = state;
    const last: Shown = { kind: 'shown', envelope: good, sources };
    const failed = (lead: string, about: Pick<Failed, 'reason' | 'span'>): Failed => ({
      ...{ kind: 'failed', path, sources, last, lead },
      ...about,
    });
    switch (state.kind) {
      case 'idle':
        return failed('The file is gone.', { reason: 'It was deleted, moved or renamed.', span: null });
      case 'shown': {
        const why = state.envelope.report.problems.find(({ severity }) => severity === 'error');
        if (hasPicture(state.envelope) || why === undefined) return state;
        return failed('No network can be read from the file as it is saved.', {
          ...{ reason: why.message, span: why.span },
        });
      }
      case 'working':
      case 'failed':
        return state.last && hasPicture(state.last.envelope) ? state : { ...state, last };
    }
  }
}

/** Of a class that is half typed, a network without any layer is left. */
function hasPicture({ report }: Envelope): boolean {
  return report.networks.some(({ layers, circuit }) => layers.length > 0 || circuit !== null);
}
