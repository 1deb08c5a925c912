/** Measured remedies for findings of a report, asked of the second worker once a report and kept as long as that report is. */
import type { Finding } from '../analysis/report';
import type { Envelope, ToPanel } from '../protocol/messages';
import type { RemediesAnswer, Remedy } from '../protocol/remedies';
import type { Session } from './session';
import type { Studies } from './studies';

/** A finding with its place in a report. */
export interface Found {
  /** Index of the network in the report. */
  readonly network: number;
  readonly finding: Finding;
}

/** What is needed of the host around. */
export interface RemedySurroundings {
  readonly session: Pick<Session, 'envelope' | 'subject'>;
  readonly studies: () => Promise<Pick<Studies, 'receive' | 'gone'>>;
}

/** The questions about one report. */
interface Asked {
  readonly envelope: Envelope;
  readonly remedies: Map<string, Promise<readonly Remedy[] | null>>;
  /** Ends the wait for what is not answered yet. */
  readonly waiting: Set<() => void>;
}

/** Finds remedies by asking the study of that name. */
export class Remedies {
  readonly #around: RemedySurroundings;
  /** By path: what was asked about its newest report. */
  readonly #asked = new Map<string, Asked>();
  #ids = 0;

  constructor(around: RemedySurroundings) {
    this.#around = around;
  }

  /**
   * The remedies of a finding in the newest report of a source, the best first; none where the source has changed since, where nothing helps,
   * and where the computation breaks off. The first question about a newer report ends the wait for the remedies of an older one.
   */
  async remediesFor(path: string, { network, finding }: Found): Promise<readonly Remedy[]> {
    // First, since the source may change while it is waited for.
    const studies = await this.#around.studies();
    const envelope = this.#around.session.envelope(path);
    const subject = this.#around.session.subject(path);
    if (!envelope?.report.complete || subject?.settled !== true || subject.revision !== envelope.revision)
      return [];
    const asked = this.#about(path, envelope, studies);
    const key = JSON.stringify([network, finding.rule, finding.layer]);
    const known = asked.remedies.get(key);
    if (known) return (await known) ?? [];
    const remedies = this.#ask(asked, { path, network, finding }, studies);
    asked.remedies.set(key, remedies);
    const found = await remedies;
    if (found === null) asked.remedies.delete(key);
    return found ?? [];
  }

  #about(path: string, envelope: Envelope, studies: Pick<Studies, 'gone'>): Asked {
    const before = this.#asked.get(path);
    if (before?.envelope === envelope) return before;
    if (before) {
      studies.gone(before);
      for (const end of before.waiting) end();
    }
    const asked: Asked = { envelope, remedies: new Map(), waiting: new Set() };
    this.#asked.set(path, asked);
    return asked;
  }

  /** Null where there was no answer. */
  #ask(
    asked: Asked,
    { path, network, finding: { rule, layer } }: Found & { readonly path: string },
    studies: Pick<Studies, 'receive'>,
  ): Promise<readonly Remedy[] | null> {
    this.#ids += 1;
    const id = this.#ids;
    return new Promise((resolve) => {
      const end = (remedies: readonly Remedy[] | null): void => {
        asked.waiting.delete(none);
        resolve(remedies);
      };
      const none = (): void => end(null);
      asked.waiting.add(none);
      const reply = (message: ToPanel): void => {
        if (message.kind !== 'answer' || message.outcome === 'growing') return;
        // The question tells which study answers.
        end(message.outcome === 'whole' ? (message.answer as RemediesAnswer).offered : null);
      };
      const question = { study: 'remedies', rule, layer } as const;
      studies.receive(asked, { kind: 'ask', id, path, network, question, step: null }, reply);
    });
  }
}
