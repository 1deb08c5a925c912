/** The slider over the recorded steps of a training, which makes the whole panel show one of them, and the banner above everything that says so. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { wholeNumber } from '../../src/base/numbers';
import { lastStep } from '../plot/training';
import { setting, type Act, type LensState, type Recall, type RememberedTraining } from '../state';
import { isGoing, keptSteps, trainingOf } from '../training';
import { icon } from '../view/icons';
import { prose } from '../view/prose';
import { stepText } from './words';

/** The recorded step that the panel shows, or null while it shows the source. */
export function shownStep({ recall }: LensState, training: RememberedTraining): number | null {
  return recallFor(recall, training)?.shown ?? null;
}

/** Looks at the recorded step that is nearest to one. */
export function lookAt(training: RememberedTraining, step: number, act: Act): void {
  const nearest = keptSteps(training)[nearestIndex(keptSteps(training), step)];
  if (nearest === undefined || !training.held) return;
  // Before the first step the network is as it is written, and there is more to say of that.
  act({ kind: 'recall', step: nearest === 0 ? null : nearest });
}

/** The slider with what it shows. */
export function scrubber(state: LensState, training: RememberedTraining, act: Act): TemplateResult {
  const { drawn } = training;
  if (drawn === null) return html``;
  if (!training.held)
    return html`<p class="muted" data-field="scrubber">
      The parameters of the steps went with the reload; train again to look at single steps.
    </p>`;
  const recall = recallFor(state.recall, training);
  const step = recall?.step ?? 0;
  const going = isGoing(training.state);
  return html`<div class="scrubber" data-field="scrubber">
    <label for="train-step">Look at step</label>
    <input
      id="train-step"
      type="range"
      min="0"
      max=${lastStep(drawn, going)}
      step="1"
      .value=${live(String(step))}
      aria-valuetext=${recall === null ? 'as the source has it' : stepText(step, drawn.steps)}
      @input=${(event: Event) => {
        if (event.target instanceof HTMLInputElement) lookAt(training, Number(event.target.value), act);
      }}
      @keydown=${(event: KeyboardEvent) => key(event, training, step, act)}
    />
    <output for="train-step" data-field="looked-at" data-value=${String(recall?.shown ?? 0)}
      >${recall === null ? 'as the source has it' : stepText(step, drawn.steps)}</output
    >
    ${going ? followSwitch(state, act) : nothing}
  </div>`;
}

function followSwitch(state: LensState, act: Act): TemplateResult {
  return html`<label class="follow"
    ><input
      type="checkbox"
      data-action="follow"
      .checked=${live(setting<boolean>(state, 'train.follow', false))}
      @change=${(event: Event) => {
        if (event.target instanceof HTMLInputElement)
          act({ kind: 'set', name: 'train.follow', value: event.target.checked });
      }}
    />
    follow the training</label
  >`;
}

const strides: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -10,
  PageUp: 10,
  Home: -Infinity,
  End: Infinity,
};

// The browser's own keys would go by steps of which most may not be recorded.
function key(event: KeyboardEvent, training: RememberedTraining, step: number, act: Act): void {
  const stride = strides[event.key];
  if (stride === undefined) return;
  event.preventDefault();
  const kept = keptSteps(training);
  const to = Math.max(0, Math.min(kept.length - 1, nearestIndex(kept, step) + stride));
  lookAt(training, kept[to] ?? 0, act);
}

function nearestIndex(kept: Float64Array, step: number): number {
  let best = 0;
  kept.forEach((each, index) => {
    if (Math.abs(each - step) < Math.abs((kept[best] ?? 0) - step)) best = index;
  });
  return best;
}

function recallFor(recall: Recall | null, { path, network }: RememberedTraining): Recall | null {
  return recall?.path === path && recall.network === network ? recall : null;
}

/** Says in every tab that a recorded step is shown, with the way back. */
export function recallBanner(state: LensState, inTab: boolean, act: Act): TemplateResult | typeof nothing {
  const training = trainingOf(state);
  const recall = training === null ? null : recallFor(state.recall, training);
  if (training === null || recall === null) return nothing;
  const { shown, step, failure } = recall;
  const steps = training.drawn?.steps ?? 0;
  return html`<section class="banner recalled" data-state="recalled" aria-label="Recorded step">
    ${icon(failure === null ? 'clock' : 'warning')}
    <p>
      ${
        shown === null
          ? html`<strong>Reading ${stepText(step, steps)}</strong> …`
          : html`<strong data-field="recalled-step" data-value=${shown}
                >Step ${wholeNumber(shown)} of ${wholeNumber(steps)}</strong
              >
              of the training: all numbers and pictures are as they were then.`
      }
      ${failure === null ? nothing : html`<span data-field="recall-failure">Step ${wholeNumber(step)} cannot be shown: ${prose(failure)}</span>`}
    </p>
    ${inTab ? nothing : scrubber(state, training, act)}
    <button
      class="button"
      type="button"
      data-action="back"
      @click=${() => act({ kind: 'recall', step: null })}
    >
      ${icon('back')} Back to the Source
    </button>
  </section>`;
}
