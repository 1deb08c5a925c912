/** A choice of one among few, all of which are seen: radio buttons that look like one switch. */
import { html, type TemplateResult } from 'lit';

/** The switch; `name` tells it from others on the page, `label` is read out. */
export function choice<T extends string>(
  name: string,
  label: string,
  words: Readonly<Record<T, string>>,
  current: T,
  choose: (value: T) => void,
): TemplateResult {
  // Object.keys forgets that its keys are those of the record.
  const values = Object.keys(words) as T[];
  return html`<fieldset class="choice">
    <legend class="unseen">${label}</legend>
    ${values.map(
      (value) =>
        html`<label
          ><input
            type="radio"
            name=${name}
            value=${value}
            .checked=${value === current}
            @change=${() => choose(value)}
          /><span>${words[value]}</span></label
        >`,
    )}
  </fieldset>`;
}
