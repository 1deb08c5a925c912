/** nn.Parameter: a tensor that training changes, and how it starts. */
import type { ParameterNode } from '../../../graph/network';
import type { Fans, Initialisation } from '../../../tensor/initialisations';
import { native } from '../../python/builtins/native';
import { nativeClass } from '../../python/values/classes';
import type { Machine } from '../../python/values/machine';
import { spanOf } from '../../python/values/place';
import type { Value } from '../../python/values/value';
import type { Parameter } from '../../tensors/content';
import { isFloating } from '../../tensors/elementTypes';
import { recorderOf, type Recorder } from '../../tensors/recorder';
import { fansOf, startOf } from '../../tensors/starts';
import { complexIn, type ComplexTensor } from '../../tensors/complexTensor';
import { TensorValue } from '../../tensors/tensorValue';
import { TorchComplex } from '../complex/complexTensor';
import { tensorArgument } from '../values/arguments';
import { flag } from '../../tensors/arguments';
import { defaultDtype } from '../values/defaultDtype';
import { tensorClass, torchFlavour } from '../values/flavour';

/** torch.nn.Parameter. */
export const parameterClass = nativeClass('Parameter', [tensorClass]);
parameterClass.attributes.set(
  '__new__',
  native(
    'Parameter.__new__',
    'cls, data=None, requires_grad=True',
    (machine, _cls, data, requiresGrad) => {
      const recorder = recorderOf(machine);
      const complex = complexIn(data);
      if (complex) return complexParameter(recorder, complex, flag(machine, requiresGrad)).value;
      const source =
        data.kind === 'none'
          ? recorder.constant(torchFlavour, 'float32', [0], [])
          : tensorArgument(machine, data, "Parameter(): argument 'data'");
      return parameterOf(recorder, source, flag(machine, requiresGrad)).value;
    },
    { binds: true, owner: 'Parameter' },
  ),
);

/** A parameter that starts with the numbers of a tensor. */
export function parameterOf(recorder: Recorder, source: TensorValue, requiresGrad: boolean): TensorValue {
  const shape = source.shape ?? [];
  const place = recorder.machine.here();
  const span = place && spanOf(place);
  const known = source.content.kind === 'parameter' ? source.content.parameter : null;
  const initialisation = startOf(recorder, source);
  const parameter: Parameter = {
    shape,
    requiresGrad: requiresGrad && isFloating(source.dtype),
    initialisation,
    fans: known?.fans ?? fansOf(shape),
    role: known?.role ?? (shape.length >= 2 ? 'weight' : 'scale'),
    written: span,
    span,
  };
  return new TensorValue({
    flavour: torchFlavour,
    type: parameterClass,
    shape,
    dtype: source.dtype,
    content: { kind: 'parameter', parameter },
    differentiable: parameter.requiresGrad,
    origin: place,
  });
}

/** A parameter of complex numbers: pairs of real ones under its name. */
function complexParameter(recorder: Recorder, source: ComplexTensor, requiresGrad: boolean): ComplexTensor {
  const { real, imaginary } = source;
  const call = { op: 'stack', attributes: { axis: -1 } } as const;
  const pairs = recorder.apply(call, [real, imaginary], { flavour: torchFlavour });
  const made = parameterOf(recorder, pairs, requiresGrad);
  if (made.content.kind !== 'parameter') return source;
  const laws = [real, imaginary].map((part) => startOf(recorder, part));
  const [law] = laws;
  const isOne = law && law.name !== 'values' && JSON.stringify(law) === JSON.stringify(laws[1]);
  const parameter: Parameter = {
    ...made.content.parameter,
    complex: true,
    fans: fansOf(real.shape ?? []),
    ...(isOne && { initialisation: law }),
  };
  made.content = { kind: 'parameter', parameter };
  return TorchComplex.ofPairs(recorder, made, parameterClass);
}

/** What a layer of torch says of a parameter of its own. */
export interface OwnParameter {
  readonly shape: readonly number[];
  readonly role: ParameterNode['role'];
  readonly initialisation: Initialisation;
  readonly fans?: Fans;
}

/** A parameter that a layer of torch makes, with the framework's own start. */
export function ownParameter(
  machine: Machine,
  { shape, role, initialisation, fans }: OwnParameter,
): TensorValue {
  const place = machine.here();
  const parameter: Parameter = {
    shape,
    requiresGrad: true,
    initialisation,
    fans: fans ?? fansOf(shape),
    role,
    written: null,
    span: place && spanOf(place),
  };
  return new TensorValue({
    flavour: torchFlavour,
    type: parameterClass,
    shape,
    dtype: defaultDtype(machine),
    content: { kind: 'parameter', parameter },
    differentiable: true,
    origin: place,
  });
}

/** Whether a value is a parameter's. */
export function isParameter(value: Value): boolean {
  return value.kind === 'host' && value.host.type === parameterClass;
}
