/** torch.nn.utils.rnn in Python of ours: sequences whose lengths are known are packed as PyTorch packs them, others stay padded ones. */

export const sequenceSource = `
class PackedSequence:
    def __new__(cls, data, batch_sizes=None, sorted_indices=None, unsorted_indices=None):
        return data if batch_sizes is None else object.__new__(cls)

    def __init__(self, data, batch_sizes=None, sorted_indices=None, unsorted_indices=None):
        self.data = data
        self.batch_sizes = batch_sizes
        self.sorted_indices = sorted_indices
        self.unsorted_indices = unsorted_indices

    def __iter__(self):
        return iter((self.data, self.batch_sizes, self.sorted_indices, self.unsorted_indices))

    def __getitem__(self, place):
        return (self.data, self.batch_sizes, self.sorted_indices, self.unsorted_indices)[place]

    def to(self, *args, **kwargs):
        return self

    cuda = cpu = pin_memory = to

    @property
    def is_cuda(self):
        return False

def _lengths_in(batch_sizes):
    return [sum(1 for size in batch_sizes if size > row) for row in range(batch_sizes[0])]

def pack_padded_sequence(input, lengths, batch_first=False, enforce_sorted=True):
    sizes = _known_numbers(lengths)
    if sizes is None or _rank(input) is None:
        _note_packing()
        return input
    batch, steps = input.shape[:2] if batch_first else (input.shape[1], input.shape[0])
    if enforce_sorted and any(sizes[row] < sizes[row + 1] for row in range(len(sizes) - 1)):
        raise RuntimeError('\`lengths\` array must be sorted in decreasing order when \`enforce_sorted\` is True. '
                           'You can pass \`enforce_sorted=False\` to pack_padded_sequence and/or pack_sequence '
                           'to sidestep this requirement if you do not need ONNX exportability.')
    if len(sizes) != batch:
        raise RuntimeError('Expected \`len(lengths)\` to be equal to batch_size, '
                           f'but got {len(sizes)} (batch_size={batch})')
    if min(sizes) <= 0:
        raise RuntimeError("Length of all samples has to be greater than 0, "
                           "but found an element in 'lengths' that is <= 0")
    if min(sizes) == steps or max(sizes) > steps:
        _note_packing()
        return input
    order = sorted(range(batch), key=lambda row: -sizes[row])
    batch_sizes = [sum(1 for size in sizes if size > step) for step in range(max(sizes))]
    # Step by step, so that no place depends on the number of steps, which may be open.
    rows = input.transpose(0, 1) if batch_first else input
    places = [step * batch + order[row] for step, size in enumerate(batch_sizes) for row in range(size)]
    data = rows.flatten(0, 1).index_select(0, _tensor(places))
    if enforce_sorted:
        return PackedSequence(data, _tensor(batch_sizes))
    back = sorted(range(batch), key=lambda row: order[row])
    return PackedSequence(data, _tensor(batch_sizes), _tensor(order), _tensor(back))

def pad_packed_sequence(sequence, batch_first=False, padding_value=0.0, total_length=None):
    if not isinstance(sequence, PackedSequence):
        size = sequence.size(1 if batch_first else 0)
        return sequence, _full((sequence.size(0 if batch_first else 1),), size)
    batch_sizes = sequence.batch_sizes.tolist()
    lengths, steps = _lengths_in(batch_sizes), len(batch_sizes)
    if total_length is not None and total_length < steps:
        raise ValueError('Expected total_length to be at least the length of the longest sequence in input, '
                         f'but got total_length={total_length} and max sequence length being {steps}')
    steps = total_length or steps
    data = sequence.data
    back = sequence.unsorted_indices
    order = range(len(lengths)) if back is None else back.tolist()
    padding = data.new_full((1,) + tuple(data.shape[1:]), padding_value)
    places = [sum(batch_sizes[:step]) + row if step < lengths[row] else sum(batch_sizes)
              for row in order for step in range(steps)]
    padded = _concatenated([data, padding]).index_select(0, _tensor(places))
    padded = padded.reshape(len(lengths), steps, *data.shape[1:])
    return padded if batch_first else padded.transpose(0, 1), _tensor([lengths[row] for row in order])

def pad_sequence(sequences, batch_first=False, padding_value=0.0, padding_side='right'):
    longest = max(len(one) for one in sequences)
    padded = []
    for one in sequences:
        missing = longest - len(one)
        if missing > 0:
            filling = one.new_full((missing,) + tuple(one.shape[1:]), padding_value)
            one = _concatenated([one, filling] if padding_side == 'right' else [filling, one])
        padded.append(one)
    return _stacked(padded, 0 if batch_first else 1)

def pack_sequence(sequences, enforce_sorted=True):
    _note_packing()
    return pad_sequence(sequences)

def unpad_sequence(padded_sequences, lengths, batch_first=False):
    rows = padded_sequences if batch_first else padded_sequences.transpose(0, 1)
    return [row[:int(length)] for row, length in zip(rows, lengths)]

def invert_permutation(permutation):
    return None if permutation is None else permutation.argsort()
`;
