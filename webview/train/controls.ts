/** The head of the Train tab: buttons, progress, how the network is trained, and what came of it so far. */
import { html, nothing, type TemplateResult } from 'lit';
import { percent } from '../../src/base/numbers';
import type { TrainingWord } from '../../src/protocol/training';
import type { TrainingSnapshot } from '../../src/studies/training/snapshot';
import { writtenFocus } from '../focus';
import type { Act, Focus, LensState, RememberedTraining } from '../state';
import { hasChanged, isGoing } from '../training';
import { lengths } from '../view/canvas';
import { icon, type IconName } from '../view/icons';
import { number } from '../view/number';
import { prose } from '../view/prose';
import { revealButton } from '../view/reveal';
import { progressText, samplesText, statusLooks, statusText, trainingWords } from './words';

/** Sends an order about the training of the network that is looked at. */
export type GiveOrder = (word: TrainingWord) => void;

/** Orders for a network; a training that exists is known by its own place. */
export function ordersTo(focus: Focus, training: RememberedTraining | null, act: Act): GiveOrder {
  const { path } = focus.shown.envelope.report;
  return (word) => {
    const network = word === 'start' ? focus.index : (training?.network ?? focus.index);
    act({ kind: 'send', message: { kind: 'train', path, network, word } });
  };
}

/** A button that starts the training. */
export function startButton(label: string, order: GiveOrder): TemplateResult {
  return button({ word: 'start', label, look: 'play', primary: true, can: true }, order);
}

/** Buttons and progress of a training. */
export function controls(
  state: LensState,
  focus: Focus,
  training: RememberedTraining,
  act: Act,
): TemplateResult {
  const { status, snapshot } = training.state;
  const order = ordersTo(focus, training, act);
  const going = training.held && isGoing(training.state);
  const first: Button =
    going && status === 'running'
      ? { word: 'pause', label: 'Pause', look: 'pause', primary: false, can: true }
      : going
        ? { word: 'resume', label: 'Resume', look: 'play', primary: true, can: true }
        : { word: 'start', label: 'Start again', look: 'play', primary: true, can: true };
  return html`<div class="training" data-status=${status} data-field="training">
    <div class="buttons" role="group" aria-label="Training">
      ${button(first, order)}
      ${button({ word: 'step', label: 'Step', look: 'oneStep', primary: false, can: going && status === 'paused' }, order)}
      ${button({ word: 'stop', label: 'Stop', look: 'stop', primary: false, can: going }, order)}
      ${button({ word: 'reset', label: 'Clear', look: 'clear', primary: false, can: !going }, order)}
    </div>
    ${progress(training, snapshot)} ${statusLine(training)}
    ${
      hasChanged(state, training)
        ? html`<p class="line tone-warning" data-field="changed">
            ${icon('warning')} <span>Trained on an earlier version of the source; start again.</span>
          </p>`
        : nothing
    }
    ${how(state, focus, snapshot, act)}
  </div>`;
}

interface Button {
  readonly word: TrainingWord;
  readonly label: string;
  readonly look: IconName;
  readonly primary: boolean;
  readonly can: boolean;
}

// A button that can do nothing now keeps the focus, so that the keyboard is not lost when the training ends.
function button({ word, label, look, primary, can }: Button, order: GiveOrder): TemplateResult {
  return html`<button
    class="button ${primary ? 'primary' : ''}"
    type="button"
    data-action="train-${word}"
    aria-disabled=${can ? 'false' : 'true'}
    @click=${() => {
      if (can) order(word);
    }}
  >
    ${icon(look)} ${label}
  </button>`;
}

function progress({ state }: RememberedTraining, snapshot: TrainingSnapshot | null): TemplateResult {
  const step = snapshot?.step ?? 0;
  const steps = Math.max(1, snapshot?.steps ?? 1);
  return html`<div
      class="progress"
      role="progressbar"
      aria-label="Progress of the training"
      aria-valuemin="0"
      aria-valuemax=${steps}
      aria-valuenow=${step}
      aria-valuetext=${progressText({ ...state, stepsPerSecond: 0 })}
    >
      <div class="done" ${lengths({ '--share': String(Math.min(1, step / steps)) })}></div>
    </div>
    <p class="muted" data-field="progress" data-value=${step}>${progressText(state)}</p>`;
}

function statusLine({ state }: RememberedTraining): TemplateResult {
  const { word, icon: look, tone } = statusLooks[state.status];
  return html`<p class="line tone-${tone}" data-field="status">
    ${icon(look)} <strong>${word}</strong> <span data-field="status-text">${prose(statusText(state))}</span>
  </p>`;
}

/** How the network is trained, in the words of the file, or what is assumed. */
export function how(
  state: LensState,
  focus: Focus,
  snapshot: TrainingSnapshot | null,
  act: Act,
): TemplateResult {
  const training = snapshot?.training ?? writtenFocus(state)?.network.training ?? focus.network.training;
  const words = html`<code data-field="how">${trainingWords(training)}</code>`;
  const samples =
    snapshot === null ? nothing : html`<span data-field="samples">${samplesText(snapshot)}.</span>`;
  if (training.span !== null) {
    const place = html`<span class="unbroken">${revealButton(training.span, act)}.</span>`;
    return html`<p class="muted">Trained with ${words}, ${place} ${samples}</p>`;
  }
  return html`<p class="muted" data-field="assumed-training">
    The source does not say how to train, so this is assumed: ${words}. ${samples} To choose, write
    <code class="unbroken">train: { optimizer: sgd, rate: 0.1, steps: 400 }</code> into a network file, or
    construct an optimizer of <code class="unbroken">torch.optim</code> in a program.
  </p>`;
}

/** What came of it so far. */
export function results(snapshot: TrainingSnapshot): TemplateResult {
  const { recorded, census, clipped, training, step } = snapshot;
  const { testing } = census;
  const item = (word: string, value: TemplateResult, meaning: string): TemplateResult =>
    html`<div title=${meaning}>
      <dt>${word}</dt>
      <dd>${value}</dd>
    </div>`;
  const last = (values: Float64Array): number => values.at(-1) ?? NaN;
  const accuracies = [
    ['training accuracy', 'accuracy-training', census.training.accuracy],
    ['accuracy held out', 'accuracy-testing', testing?.accuracy ?? null],
  ] as const;
  const clippings = [
    ['shortened by clip-norm', 'clipped-norm', training.clipNorm, clipped.norm],
    ['cut by clip-value', 'clipped-value', training.clipValue, clipped.value],
  ] as const;
  return html`<dl class="sums" data-field="results">
    ${item('loss at the start', number('loss-first', recorded.loss[0] ?? NaN), 'Of the first batch, before the first step')}
    ${item('loss', number('loss-training', last(census.training.loss)), 'Of all training samples, at the last look')}
    ${testing === null ? nothing : item('loss held out', number('loss-testing', last(testing.loss)), 'Of the samples that it is not trained on')}
    ${accuracies.map(([word, field, values]) => (values === null ? nothing : item(word, number(field, last(values), percent), 'Share of samples that are labelled right')))}
    ${clippings.map(([word, field, limit, count]) => (limit === null ? nothing : item(word, number(field, step === 0 ? 0 : count / step, percent), 'Share of the steps')))}
  </dl>`;
}
