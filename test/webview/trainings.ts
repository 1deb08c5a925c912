/** A panel whose orders are obeyed by the worker's own trainer, turn by turn: every number in it is of a real training. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { defaultOptions } from '../../src/inspect/inspect';
import type { FromPanel, FromWorker, SubjectText, ToPanel } from '../../src/protocol/messages';
import type { TrainingState } from '../../src/protocol/training';
import { trainer } from '../../src/worker/trainer';
import { inspected, shown, type Fixture } from './fixtures';
import type { Panel } from './panel';

const examples = path.resolve(__dirname, '../../examples');

const files: SubjectText['files'] = readdirSync(examples)
  .filter((name) => name.endsWith('.csv'))
  .map((name) => [name, readFileSync(path.join(examples, name))]);

/** The text of a network file among the examples. */
export function exampleText(name: string): string {
  return readFileSync(path.join(examples, name), 'utf8');
}

/** The host and the worker behind one panel that shows one source. */
export class Trainings {
  readonly fixture: Fixture;
  readonly #text: string;
  readonly #panel: Panel;
  readonly #works = new Set<{ next(): boolean }>();
  readonly #trainer;
  #told: FromWorker[] = [];
  #newest: TrainingState | null = null;
  readonly #revision: number;

  constructor(panel: Panel, text: string, name: string, revision = 3) {
    this.#panel = panel;
    this.#text = text;
    this.#revision = revision;
    const inspection = inspected(text, name);
    this.fixture = { state: shown(inspection, revision), inspection };
    this.#trainer = trainer(
      {
        kernels: defaultOptions.kernels,
        send: (message) => void this.#told.push(message),
        now: () => performance.now(),
        date: () => new Date(2026, 0, 2, 10, 2, 11).getTime(),
      },
      (work) => void this.#works.add(work),
    );
  }

  /** The newest state that the panel was told of. */
  get state(): TrainingState {
    if (this.#newest === null) throw new Error('There is no training.');
    return this.#newest;
  }

  /** Obeys what the panel asks until it asks nothing more; its messages. */
  async obey(): Promise<readonly FromPanel[]> {
    const all = await this.#panel.answer(this.fixture, (message) => this.#obeyed(message));
    await this.#panel.settled();
    return all;
  }

  /** Shows the source, opens the Train tab and starts. */
  async start(): Promise<void> {
    await this.#panel.showState(this.fixture.state);
    await this.#panel.page.click('[role=tab][data-tab=train]');
    await this.obey();
    await this.#panel.page.click('[data-action=train-start]');
    await this.obey();
  }

  /** Trains until it is over, or has made so many steps; what is told meanwhile comes to the panel. */
  async train(until = Infinity): Promise<void> {
    while (this.#works.size > 0) {
      for (const work of this.#works) if (!work.next()) this.#works.delete(work);
      const told = this.#replies();
      for (const message of told) await this.#panel.send(message);
      if (told.length > 0) await this.obey();
      if ((this.#newest?.snapshot?.step ?? 0) >= until) return;
    }
  }

  #obeyed(message: FromPanel): readonly ToPanel[] | null {
    if (message.kind === 'train') {
      const { path: source, network, word } = message;
      const settings = { batch: null, memoryLimit: 2 ** 31, ignore: [], limits: {} };
      const subject: SubjectText = { path: source, text: this.#text, files, network, settings };
      this.#trainer.receive(
        word === 'start'
          ? { kind: 'training', revision: this.#revision, subject, stop: null }
          : { kind: 'steer', path: source, network, word },
      );
      return this.#replies();
    }
    if (message.kind === 'recall') {
      this.#trainer.receive(message);
      return this.#replies();
    }
    return message.kind === 'pictures' && this.#trainer.answer(message) ? this.#replies() : null;
  }

  #replies(): readonly ToPanel[] {
    const told = this.#told;
    this.#told = [];
    return told.filter((message) => {
      if (message.kind === 'training') this.#newest = message.state;
      return message.kind === 'training' || message.kind === 'recalled' || message.kind === 'pictures';
    });
  }
}
