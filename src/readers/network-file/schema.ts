/** The JSON Schema of network files, made of the same tables that read them. */
import { propertiesOf } from './fields';
import { fileFields } from './fileFields';
import type { JsonSchema } from './forms';
import { initialisationForm } from './layers/initialisations';
import { namesForm } from './layers/joins';
import { layerDefinitions, layersForm } from './layers/table';
import { rulesForm } from './ruleNames';

/** The schema (draft 07) that `network.schema.json` holds. */
export function networkSchema(): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Backprop Lens network',
    description: 'A network for Backprop Lens: its input, its layers, its loss and its data.',
    type: 'object',
    properties: propertiesOf(fileFields),
    additionalProperties: false,
    anyOf: [{ required: ['layers'] }, { required: ['expression'] }],
    definitions: {
      layers: layersForm.schema,
      ...layerDefinitions,
      names: namesForm.schema,
      rules: rulesForm.schema,
      initialisation: initialisationForm.schema,
      numbers: {
        type: 'array',
        minItems: 1,
        items: { anyOf: [{ type: 'number' }, { $ref: '#/definitions/numbers' }] },
      },
    },
  };
}
