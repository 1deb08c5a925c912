/** Memorising one batch: on demand, the loss at three rates beside that of the same network as ReLU and He throughout, with a verdict in words. */
import { html, nothing, type TemplateResult } from 'lit';
import { counted, shortNumber } from '../../src/base/numbers';
import type { RateCourse, RateOutcome, Trainability } from '../../src/analysis/trainability';
import { answerTo, type Want } from '../answers';
import { lossesPicture } from '../compare/sections';
import { lastResult } from '../lastResult';
import type { PlotPicture } from '../plot/picture';
import type { Act, LensState } from '../state';
import { awaited } from '../view/awaited';
import { icon, type IconName } from '../view/icons';
import { plotFigure } from '../view/plotFigure';
import { prose } from '../view/prose';
import type { Tone } from '../verdict';

const name = 'train.memorise';

interface Look {
  readonly word: string;
  readonly icon: IconName;
  readonly tone: Tone;
}

const looks = {
  trains: { word: 'Trains', icon: 'healthy', tone: 'healthy' },
  stuck: { word: 'Stuck', icon: 'warning', tone: 'warning' },
  diverges: { word: 'Diverges', icon: 'error', tone: 'error' },
  unclear: { word: 'Too few steps to tell', icon: 'information', tone: 'information' },
} as const satisfies Record<Trainability['outcome'], Look>;

/** At one rate no outcome is a fault: two of the three may well be too small and too large. */
const rateWords = {
  trains: 'trains',
  stuck: 'stuck',
  diverges: 'diverges',
} as const satisfies Record<RateOutcome, string>;

/** The question, once somebody has pressed the button. */
export function memoriseWants({ memory }: LensState): readonly Want[] {
  return memory.open.includes(name) ? [{ question: { study: 'trainability' }, step: null }] : [];
}

const picturesOf = lastResult((found: Trainability): readonly PlotPicture[] =>
  found.rates.map((course) => ratePicture(course, found)),
);

/** The section: a button, then the curves. */
export function memorise(state: LensState, act: Act): TemplateResult {
  const open = state.memory.open.includes(name);
  return html`<section class="memorise" aria-label="Memorise one batch">
    <button
      class="button"
      type="button"
      data-action="memorise"
      aria-expanded=${open ? 'true' : 'false'}
      @click=${() => act({ kind: 'toggle', name, open: !open })}
    >
      ${open ? 'Hide the memorised batch' : 'Try to memorise one batch'}
    </button>
    ${open ? answered(state, act) : nothing}
  </section>`;
}

function answered(state: LensState, act: Act): TemplateResult {
  const { answer, failure, complete } = answerTo(state, 'trainability');
  if (answer === null) return awaited(failure, 'The batch is being learned at three rates');
  const { word, icon: look, tone } = looks[answer.outcome];
  const { samples, steps, optimizer, written } = answer;
  return html`${
      complete
        ? html`<p class="line tone-${tone}" data-field="memorised" data-outcome=${answer.outcome}>
            ${icon(look)} <strong>${word}</strong> <span>${prose(answer.sentence)}</span>
          </p>`
        : awaited(null, `${counted(answer.rates.length, 'rate')} of 3`)
    }
    <div class="many">
      ${picturesOf(answer).map((picture) =>
        plotFigure(state, act, picture, {
          ...{ from: [picture], selected: null, choose: null },
          ...{ zoomTo: 1, size: 'small' },
        }),
      )}
    </div>
    <p class="muted">
      ${counted(steps, 'step')} of ${optimizer} on the same ${counted(samples, 'sample')}, without dropout,
      decay and schedule, at
      ${written ? 'the rate of the source' : 'the usual rate, since the source has none'}, a tenth and ten
      times of it. A network that passes its gradient on learns so few samples by heart, whatever their labels
      are.
    </p>`;
}

function ratePicture({ rate, losses, outcome, end }: RateCourse, found: Trainability): PlotPicture {
  const { control, reference, steps } = found;
  const twin = control.find((course) => course.rate === rate);
  const course = (label: string, values: readonly number[]) => ({
    name: label,
    steps: values.map((_, step) => step),
    values,
  });
  const guess = Array.from({ length: steps + 1 }, () => reference.loss);
  const title = `Rate ${shortNumber(rate)}: ${rateWords[outcome]}`;
  const picture = lossesPicture(
    `memorise-${rate}`,
    [
      { ...course('this network', losses), look: { ink: 'text' } },
      ...(twin
        ? [{ ...course('as ReLU and He', twin.losses), look: { ink: 'weights' as const, dash: [6, 4] } }]
        : []),
      ...(reference.from === 'guess'
        ? [
            {
              ...course('constant guess', guess),
              look: { ink: 'muted' as const, dash: [2, 3], mark: 'none' as const },
            },
          ]
        : []),
    ],
    steps,
  );
  const fall = `${shortNumber(losses[0] ?? NaN)} → ${shortNumber(Number.isNaN(end) ? (losses.at(-1) ?? NaN) : end)}`;
  return { ...picture, title, sentence: `The loss goes ${fall}.` };
}
