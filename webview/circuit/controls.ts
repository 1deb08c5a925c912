/** What is done to a circuit beside looking at it: stepping through it, folding gates, choosing what is differentiated. */
import { html, nothing, type TemplateResult } from 'lit';
import { counted } from '../../src/base/numbers';
import type { CircuitReport, Foldable } from '../../src/studies/circuit';
import { prose } from '../view/prose';
import type { Look } from './look';
import { stepText, type Step } from './steps';

/** Changes what is chosen; `say` is read to those who do not see it. */
export type Choose = (change: Partial<Look>, say?: string) => void;

/** The slider over all steps with its buttons, and the step that was done last in words. */
export function stepper(
  circuit: CircuitReport,
  steps: readonly Step[],
  look: Look,
  choose: Choose,
): TemplateResult {
  const done = doneSteps(look, steps);
  const words = textAt(circuit, steps, done, look.step === null && steps.length > 0);
  const to = (count: number): void => {
    const bounded = Math.max(0, Math.min(steps.length, count));
    choose({ step: bounded, selected: nameAt(circuit, steps[bounded - 1]) }, textAt(circuit, steps, bounded));
  };
  const button = (name: string, label: string, count: number, off: boolean): TemplateResult =>
    html`<button class="button" type="button" data-action=${name} ?disabled=${off} @click=${() => to(count)}>
      ${label}
    </button>`;
  return html`<div class="stepper" role="group" aria-label="Steps">
    ${button('first', 'Start', 0, done === 0)} ${button('back', 'Back', done - 1, done === 0)}
    ${button('next', 'Forward', done + 1, done === steps.length)}
    ${button('last', 'End', steps.length, done === steps.length)}
    <input
      type="range"
      min="0"
      max=${steps.length}
      .value=${String(done)}
      aria-label="Steps done"
      aria-valuetext=${words}
      data-field="steps"
      @input=${(event: Event) => {
        if (event.target instanceof HTMLInputElement) to(Number(event.target.value));
      }}
    />
    <p class="step" data-field="step" data-step=${done}>${prose(words)}</p>
  </div>`;
}

/** How many steps are done. */
export function doneSteps({ step }: Look, steps: readonly Step[]): number {
  return Math.min(step ?? steps.length, steps.length);
}

function textAt(circuit: CircuitReport, steps: readonly Step[], done: number, all = false): string {
  const step = steps[done - 1];
  if (all)
    return `All ${counted(steps.length, 'step')} are done; Start and Forward go through them one by one.`;
  if (step === undefined)
    return steps.length === 0
      ? 'There is no gate.'
      : `Before the first of ${counted(steps.length, 'step')}: only the inputs are known.`;
  return `Step ${done} of ${steps.length}, ${step.direction}: ${stepText(circuit, step)}`;
}

function nameAt({ nodes }: CircuitReport, step: Step | undefined): string | null {
  return step === undefined ? null : (nodes[step.gate]?.name ?? null);
}

/** Buttons that fold what spells a function, and unfold everything that is folded. */
export function folding(circuit: CircuitReport, choose: Choose): TemplateResult | typeof nothing {
  const { foldable, folded } = circuit;
  const offered = foldable.filter(({ id, kind }) => kind !== 'group' || folded.includes(id));
  if (offered.length === 0) return nothing;
  return html`<div class="folding" role="group" aria-label="Folded gates">
    ${offered.map((group) => foldButton(circuit, group, choose))}
  </div>`;
}

/** The button of one group: folds it, or unfolds it. */
export function foldButton({ folded }: CircuitReport, group: Foldable, choose: Choose): TemplateResult {
  const { id, kind, gate, members } = group;
  const isFolded = folded.includes(id);
  const what = kind === 'group' ? gate : `the ${kind} ${gate}`;
  const gates = counted(members.length, 'gate');
  return html`<button
    class="chip"
    type="button"
    data-action="fold"
    data-fold=${id}
    aria-pressed=${isFolded ? 'true' : 'false'}
    title=${members.join(', ')}
    @click=${() =>
      choose(
        {
          folded: isFolded ? folded.filter((other) => other !== id) : [...folded, id],
          step: null,
          selected: gate,
        },
        isFolded ? `${what} is ${gates} again` : `${gates} folded into ${what}`,
      )}
  >
    ${isFolded ? 'Unfold' : 'Fold'} ${what}${isFolded ? '' : ` (${gates})`}
  </button>`;
}

/** Which expression is differentiated; nothing where there is only one. */
export function outputChoice(
  { outputs, chosen }: CircuitReport,
  choose: Choose,
): TemplateResult | typeof nothing {
  if (outputs.length < 2) return nothing;
  return html`<label class="which"
    >Gradients of
    <select
      data-field="output"
      @change=${(event: Event) => {
        if (event.target instanceof HTMLSelectElement)
          choose({ output: event.target.value, step: null }, `Gradients of ${event.target.value}`);
      }}
    >
      ${outputs.map(({ name, text }, index) => html`<option value=${name} .selected=${index === chosen}>${name} = ${text}</option>`)}
    </select></label
  >`;
}
