/** The inputs of a circuit: values to be tried out, and the numerical derivative beside the analytic one. */
import { html, nothing, type TemplateResult } from 'lit';
import { shortNumber } from '../../src/base/numbers';
import type { CircuitAnswer, CircuitInput, CircuitReport } from '../../src/studies/circuit';
import { number } from '../view/number';
import type { Choose } from './controls';
import { isChanged, type Look } from './look';

/** The table of inputs; `numeric` is empty until it has been computed. */
export function inputTable(
  circuit: CircuitReport,
  numeric: CircuitAnswer['numeric'],
  look: Look,
  choose: Choose,
): TemplateResult | typeof nothing {
  const inputs = circuit.nodes.filter((node) => node.kind === 'input');
  if (inputs.length === 0) return nothing;
  const output = circuit.outputs[circuit.chosen]?.name ?? 'f';
  const set = (name: string, value: number): void =>
    choose({ values: { ...look.values, [name]: value } }, `${name} is ${shortNumber(value)}`);
  return html`<div class="inputs table-like">
    <table data-field="inputs">
      <caption class="unseen">
        Inputs with their values, the derivative of ${output}, and the numerical derivative
      </caption>
      <thead>
        <tr>
          <th scope="col">input</th>
          <th scope="col">value</th>
          <th scope="col">d${output}/d·</th>
          <th scope="col" title="(f(x+h) - f(x-h)) / 2h">numerical</th>
        </tr>
      </thead>
      <tbody>
        ${inputs.map((input, at) => inputRow(input, numeric[at] ?? null, set))}
      </tbody>
    </table>
    ${isChanged(look) ? triedOut(choose) : nothing}
  </div>`;
}

function inputRow(
  { name, value, gradient }: CircuitInput,
  numeric: number | null,
  set: (name: string, value: number) => void,
): TemplateResult {
  return html`<tr data-input=${name}>
    <th scope="row">${name}</th>
    <td>
      <input
        type="number"
        step="any"
        .value=${String(value)}
        aria-label="Value of ${name}"
        data-field="value"
        data-value=${String(value)}
        @change=${(event: Event) => {
          const field = event.target;
          if (field instanceof HTMLInputElement && Number.isFinite(field.valueAsNumber))
            set(name, field.valueAsNumber);
        }}
      />
    </td>
    <td>${number('derivative', gradient)}</td>
    <td>${number('numeric', numeric)}</td>
  </tr>`;
}

function triedOut(choose: Choose): TemplateResult {
  return html`<p class="tried">
    Values tried out; the file is as it was.
    <button
      class="link"
      type="button"
      data-action="reset"
      @click=${() => choose({ values: {} }, 'The values of the file')}
    >
      Back to the file's values
    </button>
  </p>`;
}
