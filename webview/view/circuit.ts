/** The Circuit tab: gates with their values and gradients, step by step, folded or not; derivatives as numbers and as a straight line. */
import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { CircuitAnswer, CircuitReport, Prediction } from '../../src/studies/circuit';
import { answerTo } from '../answers';
import { doneSteps, folding, outputChoice, stepper, type Choose } from '../circuit/controls';
import { circuitSvg } from '../circuit/draw';
import { circuitExports } from '../circuit/exports';
import { gateDetail } from '../circuit/gate';
import { inputTable } from '../circuit/inputs';
import { canBeDrawn, drawingFor, scaleFor, type Drawing } from '../circuit/layout';
import { chooseLook, lookOf, type Look } from '../circuit/look';
import { neighbour } from '../circuit/neighbour';
import { predictionPicture, predictionText } from '../circuit/prediction';
import { circuitSentence, knownAfter, stepsOf } from '../circuit/steps';
import { circuitTable, quotientTable } from '../circuit/tables';
import { pictureStem } from '../export/fileName';
import { setting, type Act, type Focus, type LensState } from '../state';
import { awaited } from './awaited';
import { measured } from './canvas';
import { figure } from './figure';
import { plotFigure } from './plotFigure';
import { prose } from './prose';
import { twin } from './twin';

/** The tab's content. */
export function circuitTab(state: LensState, focus: Focus, act: Act): TemplateResult {
  const { answer, failure } = answerTo(state, 'circuit');
  // Until the answer has come, the circuit stands as the file has it.
  const circuit = answer?.circuit ?? focus.network.circuit;
  if (circuit === null) return html``;
  const look = lookOf(state, focus);
  const choose: Choose = (change, say) => {
    chooseLook(state, focus, act, change);
    if (say !== undefined) act({ kind: 'say', text: say });
  };
  return html`${circuitFigure(state, focus, act, { circuit, look, choose })}
    ${failure === null ? nothing : awaited(failure, '')}
    <div class="circuit-halves">
      <div>${inputTable(circuit, answer?.numeric ?? [], look, choose)}</div>
      <div>${selectedDetail(circuit, look, choose, act)}</div>
    </div>
    ${answer?.prediction ? moved(state, act, { circuit, look, choose, answer, prediction: answer.prediction }) : nothing}`;
}

interface Parts {
  readonly circuit: CircuitReport;
  readonly look: Look;
  readonly choose: Choose;
}

function circuitFigure(state: LensState, focus: Focus, act: Act, parts: Parts): TemplateResult {
  const { circuit, look, choose } = parts;
  const steps = stepsOf(circuit);
  const known = knownAfter(circuit, steps, doneSteps(look, steps));
  // The last step is marked only while somebody goes through them.
  const marked = look.step === null ? { ...known, at: null } : known;
  const sentence = circuitSentence(circuit);
  const table = (): ReturnType<typeof circuitTable> => circuitTable(circuit);
  return figure(state, act, {
    id: 'circuit',
    title: circuit.outputs.map(({ name, text }) => `${name} = ${text}`).join(', '),
    sentence,
    scale: '',
    legend: legend(circuit),
    body: html`${outputChoice(circuit, choose)} ${folding(circuit, choose)}
    ${drawnOrNot(state, act, parts, marked)} ${stepper(circuit, steps, look, choose)}`,
    readout: '',
    table,
    exports: circuitExports(
      { stem: pictureStem(focus.network.name, 'circuit'), sentence, table, palette: state.palette },
      act,
    ),
    zoomTo: 1,
  });
}

function drawnOrNot(
  state: LensState,
  act: Act,
  parts: Parts,
  known: ReturnType<typeof knownAfter>,
): TemplateResult {
  const { circuit } = parts;
  const count = circuit.nodes.filter(({ kind }) => kind !== 'constant').length;
  if (!canBeDrawn(circuit))
    return html`<p class="nothing-here">
      ${count} gates and inputs with wires this long are too many to be drawn; the table has them all, and
      folding leaves fewer.
    </p>`;
  const room = setting(state, 'circuit.width', document.documentElement.clientWidth - 24);
  const tell = (width: number): void => {
    const whole = Math.floor(width / 10) * 10;
    if (whole > 0 && whole !== room) act({ kind: 'set', name: 'circuit.width', value: whole });
  };
  return html`<div class="circuit-room" ${measured(tell)}>
    ${guard([circuit, known.at, known.values.size, known.locals.size, parts.look.selected, room], () =>
      drawn(drawingFor(circuit, room), room, parts, known),
    )}
  </div>`;
}

function drawn(
  drawing: Drawing,
  room: number,
  { circuit, look, choose }: Parts,
  known: ReturnType<typeof knownAfter>,
): TemplateResult {
  const scale = scaleFor(drawing, room);
  const found = circuit.nodes.findIndex(({ name, kind }) => kind !== 'constant' && name === look.selected);
  const selected = found === -1 ? null : found;
  const choosing = (index: number): void => {
    const node = circuit.nodes[index];
    if (node === undefined) return;
    const said = node.kind === 'gate' ? `${node.forward}. ${node.note}` : `${node.name} = ${node.value}`;
    choose({ selected: node.name }, said);
  };
  return html`<div
    class="circuit-frame"
    tabindex="0"
    role="application"
    aria-roledescription="circuit"
    aria-label="Circuit; arrow keys go from gate to gate"
    aria-describedby="sentence-circuit"
    @keydown=${(event: KeyboardEvent) => {
      const to = neighbour(drawing, selected, event.key);
      if (to === undefined) return;
      event.preventDefault();
      choosing(to);
    }}
  >
    <svg
      class="circuit"
      aria-hidden="true"
      data-direction=${drawing.direction}
      width=${Math.ceil(drawing.width * scale)}
      height=${Math.ceil(drawing.height * scale)}
      viewBox="0 0 ${Math.ceil(drawing.width)} ${Math.ceil(drawing.height)}"
    >
      ${circuitSvg(drawing, { circuit, known, selected, choose: choosing })}
    </svg>
  </div>`;
}

const families = {
  add: ['+', 'add distributes'],
  max: ['max', 'max routes'],
  multiply: ['×', 'multiply swaps'],
  other: ['f', 'other: times its slope'],
} as const;

function legend({ nodes, outputs, chosen }: CircuitReport): TemplateResult {
  const there = new Set(nodes.flatMap((node) => (node.kind === 'gate' ? [node.family] : [])));
  const name = outputs[chosen]?.name ?? 'f';
  const shown = Object.entries(families).filter(([family]) => [...there].some((each) => each === family));
  return html`<ul class="legend circuit-legend">
    <li><span class="key value">3</span>value</li>
    <li><span class="key gradient">-4</span>gradient d${name}/d· below it</li>
    <li><span class="key local">×1</span>local gradient</li>
    ${shown.map(([family, [symbol, words]]) => html`<li><span class="key gate-key ${family}">${symbol}</span>${words}</li>`)}
  </ul>`;
}

function selectedDetail(
  circuit: CircuitReport,
  look: Look,
  choose: Choose,
  act: Act,
): TemplateResult | typeof nothing {
  const end = circuit.nodes[circuit.outputs[circuit.chosen]?.node ?? -1];
  const node = circuit.nodes.find(({ name, kind }) => kind !== 'constant' && name === look.selected) ?? end;
  return node === undefined || node.kind === 'constant' ? nothing : gateDetail(circuit, node, choose, act);
}

interface MovedParts extends Parts {
  readonly answer: CircuitAnswer;
  readonly prediction: Prediction;
}

function moved(state: LensState, act: Act, parts: MovedParts): TemplateResult {
  const { circuit, look, choose, prediction } = parts;
  const name = circuit.outputs[circuit.chosen]?.name ?? 'f';
  const inputs = circuit.nodes.filter((node) => node.kind === 'input');
  const last = prediction.h.length - 1;
  const point = Math.max(0, Math.min(last, look.point ?? Math.round(last * 0.75)));
  return html`<div class="moving">
      <label class="which"
        >Move
        <select
          data-field="moved"
          @change=${(event: Event) => {
            if (event.target instanceof HTMLSelectElement) choose({ input: event.target.value });
          }}
        >
          ${inputs.map((input) => html`<option value=${input.name} .selected=${input.name === prediction.input}>${input.name}</option>`)}
        </select></label
      >
      <label class="which"
        >by up to
        <select
          data-field="reach"
          @change=${(event: Event) => {
            if (event.target instanceof HTMLSelectElement) choose({ reach: Number(event.target.value) });
          }}
        >
          ${[0.01, 0.1, 1, 10].map((reach) => html`<option value=${reach} .selected=${reach === look.reach}>${reach}</option>`)}
        </select></label
      >
      <label class="which"
        >h
        <input
          type="range"
          min="0"
          max=${last}
          .value=${String(point)}
          data-field="h"
          aria-valuetext=${predictionText(prediction, name, point)}
          @input=${(event: Event) => {
            if (event.target instanceof HTMLInputElement) choose({ point: Number(event.target.value) });
          }}
      /></label>
    </div>
    <p class="told" data-field="told">${prose(predictionText(prediction, name, point))}.</p>
    ${plotFigure(state, act, predictionPicture(prediction, name, point), { from: [prediction, point], selected: null, choose: null, zoomTo: 1, size: 'low' })}
    <div data-field="quotients">
      ${twin('The difference quotient as h shrinks', quotientTable(prediction, name))}
    </div>`;
}
