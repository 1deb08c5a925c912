/** What the source of keras.applications imports beside layers: input shapes, paddings, texts of documentation. Python text of ours. */

export const imagenetSource = `
PREPROCESS_INPUT_DOC = PREPROCESS_INPUT_MODE_DOC = PREPROCESS_INPUT_DEFAULT_ERROR_DOC = ''
PREPROCESS_INPUT_ERROR_DOC = PREPROCESS_INPUT_RET_DOC_TF = ''
PREPROCESS_INPUT_RET_DOC_TORCH = PREPROCESS_INPUT_RET_DOC_CAFFE = ''

def preprocess_input(x, data_format=None, mode='caffe'):
    return x

def decode_predictions(preds, top=5):
    return []

def validate_activation(classifier_activation, weights):
    pass

def obtain_input_shape(input_shape, default_size, min_size, data_format, require_flatten, weights=None):
    channels = 3
    if weights != 'imagenet' and input_shape is not None and len(input_shape) == 3:
        channels = input_shape[-1]
    usual = (default_size, default_size, channels)
    if weights == 'imagenet' and require_flatten:
        if input_shape is not None and tuple(input_shape) != usual:
            raise ValueError('When setting \`include_top=True\` and loading \`imagenet\` weights, '
                             '\`input_shape\` should be ' + str(usual) + '.  Received: input_shape=' + str(input_shape))
        return usual
    if input_shape is not None:
        small = [s for s in input_shape[:2] if s is not None and s < min_size]
        if small:
            raise ValueError('Input size must be at least ' + str(min_size) + 'x' + str(min_size) + '; Received: input_shape=' + str(input_shape))
        return input_shape
    return usual if require_flatten else (None, None, 3)

def _obtain_input_shape(input_shape, default_size, min_size, data_format=None, require_flatten=True, include_top=None, dim_ordering=None, weights=None):
    whole = require_flatten if include_top is None else include_top
    return obtain_input_shape(input_shape, default_size, min_size, data_format, whole, weights)

def correct_pad(inputs, kernel_size):
    rows, columns = inputs.shape[1:3]
    if isinstance(kernel_size, int):
        kernel_size = (kernel_size, kernel_size)
    less = (1, 1) if rows is None else (1 - rows % 2, 1 - columns % 2)
    half = (kernel_size[0] // 2, kernel_size[1] // 2)
    return ((half[0] - less[0], half[0]), (half[1] - less[1], half[1]))

def get_source_inputs(tensor):
    return tensor

def get_file(*args, **kwargs):
    return ''

def is_gfile(*args):
    return False

def exists(path):
    return True
`;
