/** What a tensor says of itself, copies of it, and numbers written into it. */
import { sizeOf } from '../../../tensor/tensor';
import { fail } from '../../python/values/exceptions';
import { bool, int, none } from '../../python/values/make';
import type { Value } from '../../python/values/value';
import { numpyFlavour } from '../../numpy/flavour';
import { tensorOf } from '../../tensors/arithmetic';
import { bitsOf, isFloating } from '../../tensors/elementTypes';
import { nestedOf } from '../../tensors/nested';
import type { Recorder } from '../../tensors/recorder';
import { inFlavour, tensorIn, type TensorValue } from '../../tensors/tensorValue';
import { assign } from '../../tensors/views';
import { flag, number } from '../../tensors/arguments';
import { single, torchFlavour } from '../values/flavour';
import { detached } from '../values/properties';
import { withShape } from '../../tensors/shaped';
import { handle } from '../module/hooks';
import { inputOf } from './folding';
import { filled } from './made';
import { torchFunction, usual, type Home, type TorchFunction } from './row';

const flavour = torchFlavour;
const ofTensors: readonly Home[] = ['method'];

function about(
  names: readonly string[],
  homes: readonly Home[],
  run: (recorder: Recorder, tensor: TensorValue) => Value,
): readonly TorchFunction[] {
  return names.map((name) =>
    torchFunction(name, 'input', homes, (recorder, input) => run(recorder, inputOf(recorder, input, name))),
  );
}

/** A method that changes nothing of what we look at, and gives the tensor itself or None. */
function inert(names: readonly string[], gives: 'itself' | 'None'): readonly TorchFunction[] {
  return names.map((name) =>
    torchFunction(name, 'self, *args, **kwargs', ofTensors, (_recorder, self) =>
      gives === 'itself' ? self : none,
    ),
  );
}

/** The same numbers in a tensor of their own; what depends on a parameter is no parameter. */
export function cloned(recorder: Recorder, tensor: TensorValue): TensorValue {
  recorder.refresh(tensor);
  const { shape, dtype, content, differentiable } = tensor;
  if (content.kind === 'parameter')
    return recorder.apply({ op: 'identity', attributes: {} }, [tensor], { flavour, dtype });
  return recorder.make({
    flavour,
    shape,
    dtype,
    content,
    differentiable: differentiable && recorder.gradEnabled,
  });
}

function setRequiresGrad(tensor: TensorValue, wanted: boolean): void {
  if (tensor.content.kind === 'parameter') tensor.content.parameter.requiresGrad = wanted;
  tensor.differentiable = wanted && isFloating(tensor.dtype);
}

const said: readonly TorchFunction[] = [
  ...about(['item'], ofTensors, (recorder, tensor) =>
    single(
      tensor,
      recorder.machine,
      'RuntimeError',
      `a Tensor with ${sizeOf(tensor.shape ?? [])} elements cannot be converted to Scalar`,
    ),
  ),
  ...about(['tolist'], ofTensors, nestedOf),
  ...about(['numel', 'nelement'], usual, (recorder, tensor) =>
    int(sizeOf(withShape(recorder, tensor).shape)),
  ),
  ...about(['dim', 'ndimension'], ofTensors, (recorder, tensor) =>
    int(withShape(recorder, tensor).shape.length),
  ),
  ...about(['element_size'], ofTensors, (_recorder, tensor) => int(bitsOf(tensor.dtype) / 8)),
  ...about(['is_floating_point'], usual, (_recorder, tensor) => bool(isFloating(tensor.dtype))),
  ...about(['is_signed'], usual, (_recorder, tensor) =>
    bool(tensor.dtype !== 'bool' && tensor.dtype !== 'uint8'),
  ),
  ...about(['is_complex', 'is_conj', 'is_inference'], usual, () => bool(false)),
  ...about(['is_nonzero'], usual, (recorder, tensor) => tensor.truth(recorder.machine)),
  ...about(['is_shared', 'is_pinned'], ofTensors, () => bool(false)),
  ...about(['get_device'], usual, () => int(-1)),
  ...about(['data_ptr'], ofTensors, () => int(0)),
  ...about(['storage_offset'], ofTensors, (recorder, tensor) =>
    tensor.view
      ? recorder.machine.unknown('unsupported', 'Where a view begins is not known.', 'storage_offset')
      : int(0),
  ),
  torchFunction('is_same_size', 'input, other', usual, (recorder, input, other) =>
    bool(
      inputOf(recorder, input, 'is_same_size').shape?.join() ===
        inputOf(recorder, other, 'is_same_size').shape?.join(),
    ),
  ),
];

const copies: readonly TorchFunction[] = [
  torchFunction(
    'clone',
    'input, *, memory_format=None',
    usual,
    (recorder, input) => cloned(recorder, inputOf(recorder, input, 'clone')).value,
  ),
  ...about(['detach'], usual, (recorder, tensor) => detached(recorder, tensor).value),
  ...about(['detach_'], ofTensors, (recorder, tensor) => {
    if (tensor.content.kind === 'parameter') setRequiresGrad(tensor, false);
    else {
      tensor.content = detached(recorder, tensor).content;
      tensor.differentiable = false;
    }
    return tensor.value;
  }),
  // Arrays of numpy are the same tensors here.
  torchFunction(
    'numpy',
    'input, *, force=False',
    ofTensors,
    (recorder, input) => inFlavour(detached(recorder, inputOf(recorder, input, 'numpy')), numpyFlavour).value,
  ),
  torchFunction('requires_grad_', 'self, requires_grad=True', ofTensors, (recorder, self, wanted) => {
    setRequiresGrad(inputOf(recorder, self, 'requires_grad_'), flag(recorder.machine, wanted));
    return self;
  }),
  ...inert(
    [
      'share_memory_',
      'pin_memory',
      'record_stream',
      'coalesce',
      'rename',
      'rename_',
      'refine_names',
      'align_to',
    ],
    'itself',
  ),
  ...inert(['retain_grad'], 'None'),
  ...['register_hook', 'register_post_accumulate_grad_hook'].map((name) =>
    torchFunction(name, 'self, hook', ofTensors, () => handle(() => undefined)),
  ),
  torchFunction(
    'backward',
    'self, gradient=None, retain_graph=None, create_graph=False, inputs=None',
    ofTensors,
    () => none,
  ),
];

/** Other numbers in the place of the old ones. */
const written: readonly TorchFunction[] = [
  torchFunction('copy_', 'self, src, non_blocking=False', ofTensors, (recorder, self, source) => {
    const target = inputOf(recorder, self, 'copy_');
    const given =
      tensorIn(source) ??
      tensorOf(recorder, { kind: 'float', value: number(recorder.machine, source) }, target.dtype, flavour);
    assign(recorder, target, cloned(recorder, given));
    return self;
  }),
  torchFunction('fill_', 'self, value', ofTensors, (recorder, self, value) => {
    const target = withShape(recorder, inputOf(recorder, self, 'fill_'));
    const given = tensorIn(value);
    assign(
      recorder,
      target,
      given ?? filled(recorder, target.shape, number(recorder.machine, value), target.dtype),
    );
    return self;
  }),
  torchFunction('zero_', 'self', ofTensors, (recorder, self) => {
    const target = withShape(recorder, inputOf(recorder, self, 'zero_'));
    assign(recorder, target, filled(recorder, target.shape, 0, target.dtype));
    return self;
  }),
  torchFunction('fill', 'input, value', usual, (recorder, input, value) => {
    const { shape, dtype } = withShape(recorder, inputOf(recorder, input, 'fill'));
    return filled(recorder, shape, number(recorder.machine, value), dtype).value;
  }),
  torchFunction('set_', 'self, source=None', ofTensors, (recorder, self, source) => {
    const given = tensorIn(source);
    if (!given) throw fail(recorder.machine, 'NotImplementedError', 'set_ without a tensor is not done yet');
    const target = inputOf(recorder, self, 'set_');
    recorder.refresh(given);
    target.shape = given.shape;
    target.dtype = given.dtype;
    target.content = given.content;
    target.view = given.view;
    target.seen = given.seen;
    target.differentiable = given.differentiable;
    target.version += 1;
    return self;
  }),
];

export const basicFunctions: readonly TorchFunction[] = [...said, ...copies, ...written];
