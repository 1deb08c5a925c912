/** The Train tab: the network is trained while one looks on, and everything that is recorded of it is drawn over its steps. */
import { html, nothing, type TemplateResult } from 'lit';
import type { LayerMeasure } from '../../src/analysis/training/record';
import { measuredLayers, measureLooks, stepsPicture } from '../heat/steps';
import { lastResult } from '../lastResult';
import {
  accuracyPicture,
  lastStep,
  lossPicture,
  normPicture,
  ratePicture,
  type Growth,
} from '../plot/training';
import type { PlotPicture } from '../plot/picture';
import { setting, type Act, type Focus, type LensState } from '../state';
import { isGoing, trainingOf } from '../training';
import { controls, how, ordersTo, results, startButton } from '../train/controls';
import { deadSection, type TrainPictures } from '../train/deadSection';
import { memorise } from '../train/memorise';
import { lookAt, scrubber, shownStep } from '../train/scrubber';
import { firstLosses } from '../plot/updates';
import { choice } from './choice';
import { heatFigure } from './heatFigure';
import { number } from './number';
import { plotFigure, type Behaviour } from './plotFigure';

const lossOf = lastResult(lossPicture);
const accuracyOf = lastResult(accuracyPicture);
const normOf = lastResult(normPicture);
const rateOf = lastResult(ratePicture);
const stepsOf = lastResult(stepsPicture);

/** The tab's content. */
export function trainTab(state: LensState, focus: Focus, act: Act): TemplateResult {
  const training = trainingOf(state);
  if (training === null) return before(state, focus, act);
  const head = controls(state, focus, training, act);
  const { drawn: snapshot } = training;
  if (snapshot === null || snapshot.recorded.steps.length === 0) return head;
  const pictures: TrainPictures = {
    snapshot,
    end: lastStep(snapshot, isGoing(training.state)),
    behaviour: {
      selected: shownStep(state, training),
      choose: null,
      ...(training.held && { pick: (step: number) => lookAt(training, step, act) }),
      zoomTo: 1,
    },
  };
  return html`${head} ${results(snapshot)} ${scrubber(state, training, act)}
  ${curvesOf(state, focus, pictures, act)} ${heat(state, pictures, act)}
  ${deadSection(state, focus, pictures, act)} ${memorise(state, act)}`;
}

function before(state: LensState, focus: Focus, act: Act): TemplateResult {
  return html`<section class="welcome" data-state="untrained">
      <h3>Train this network here</h3>
      <p>
        The network is trained in the background, from the first parameters that the source gives it; nothing
        is written into your files.
      </p>
      <p class="buttons">${startButton('Start', ordersTo(focus, null, act))}</p>
      ${how(state, focus, null, act)} ${foretaste(focus)}
      <p>
        While it runs you see loss and accuracy, the gradient of every layer at every step, and which units
        die. Any recorded step can be looked at in all tabs.
      </p>
    </section>
    ${memorise(state, act)}`;
}

/** What the report knows of the first steps already. */
function foretaste({ network }: Focus): TemplateResult | typeof nothing {
  const known = firstLosses(network);
  if (!known) return nothing;
  const { steps, first, last } = known;
  return html`<p data-field="first-steps">
    In its first ${steps} steps the loss goes from ${number('first-loss', first)} to
    ${number('last-loss', last)}.
  </p>`;
}

const growthWords: Readonly<Record<Growth, string>> = { linear: 'linear', log: 'log' };

function curvesOf(
  state: LensState,
  focus: Focus,
  { snapshot, end, behaviour }: TrainPictures,
  act: Act,
): TemplateResult {
  // A loss that explodes leaves nothing to be seen of the rest on a linear scale.
  const growth = setting<string>(state, 'train.growth', snapshot.end.kind === 'diverged' ? 'log' : 'linear');
  const isLog = growth === 'log';
  const chance = focus.network.loss?.chance ?? null;
  const loss = lossOf(snapshot, end, isLog ? 'log' : 'linear', chance);
  const show = (picture: PlotPicture | null, size: Behaviour['size']): TemplateResult | typeof nothing =>
    picture === null ? nothing : plotFigure(state, act, picture, { ...behaviour, from: [picture], size });
  return html`<div class="choices">
      ${choice('train-growth', 'Scale of the loss', growthWords, isLog ? 'log' : 'linear', (value) => act({ kind: 'set', name: 'train.growth', value }))}
    </div>
    ${show(loss, 'tall')}
    <div class="many">
      ${show(accuracyOf(snapshot, end), 'low')} ${show(normOf(snapshot, end), 'low')}
      ${show(rateOf(snapshot, end), 'low')}
    </div>`;
}

function heat(
  state: LensState,
  { snapshot, end, behaviour }: TrainPictures,
  act: Act,
): TemplateResult | typeof nothing {
  // Object.keys forgets that its keys are those of the record.
  const measures = (Object.keys(measureLooks) as LayerMeasure[]).filter(
    (measure) => measuredLayers(snapshot, measure).length > 0,
  );
  const wanted = setting<string>(state, 'train.measure', 'delta');
  const measure = measures.find((known) => known === wanted) ?? measures[0];
  if (measure === undefined) return nothing;
  const words = Object.fromEntries(measures.map((known) => [known, measureLooks[known].word]));
  return html`<div class="choices">
      ${choice<string>('train-measure', 'What of each layer', words, measure, (value) => act({ kind: 'set', name: 'train.measure', value }))}
    </div>
    ${heatFigure(state, act, stepsOf(snapshot, measure, end), measureLooks[measure].scale, (column) => behaviour.pick?.(column * snapshot.recorded.stride))}`;
}
