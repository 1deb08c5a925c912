/** torch.nn's recurrent layers and cells, in Python of ours around the ops that run them. */

export const recurrentSource = `
class RNNBase(Module):
    def __init__(self, mode, input_size, hidden_size, num_layers=1, bias=True, batch_first=False,
                 dropout=0.0, bidirectional=False, proj_size=0, device=None, dtype=None):
        super().__init__()
        self.mode = mode
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.num_layers = num_layers
        self.bias = bias
        self.batch_first = batch_first
        self.dropout = float(dropout)
        self.bidirectional = bidirectional
        self.proj_size = proj_size
        self._check_settings(dropout)
        gates = {'LSTM': 4, 'GRU': 3, 'RNN_TANH': 1, 'RNN_RELU': 1}
        if mode not in gates:
            raise ValueError('Unrecognized RNN mode: ' + mode)
        rows = gates[mode] * hidden_size
        outputs = proj_size if proj_size > 0 else hidden_size
        suffixes = ['', '_reverse'] if bidirectional else ['']
        self._all_weights = []
        for layer in range(num_layers):
            inputs = input_size if layer == 0 else outputs * len(suffixes)
            for suffix in suffixes:
                shapes = [('weight_ih', (rows, inputs)), ('weight_hh', (rows, outputs))]
                if bias:
                    shapes += [('bias_ih', (rows,)), ('bias_hh', (rows,))]
                if proj_size > 0:
                    shapes.append(('weight_hr', (proj_size, hidden_size)))
                names = []
                for name, shape in shapes:
                    names.append(f'{name}_l{layer}{suffix}')
                    _recurrent_parameter(self, names[-1], shape, hidden_size)
                self._all_weights.append(names)
        self._flat_weights_names = [name for names in self._all_weights for name in names]

    def _check_settings(self, dropout):
        if isinstance(dropout, bool) or not isinstance(dropout, (int, float)) or not 0 <= dropout <= 1:
            raise ValueError('dropout should be a number in range [0, 1] '
                             'representing the probability of an element being zeroed')
        for name, wanted in (('bias', bool), ('batch_first', bool), ('input_size', int), ('hidden_size', int)):
            value = getattr(self, name)
            if not isinstance(value, wanted):
                raise TypeError(f'{name} should be of type {wanted.__name__}, got: {type(value).__name__}')
            if wanted is int and value <= 0:
                raise ValueError(f'{name} must be greater than zero')
        if self.num_layers <= 0:
            raise ValueError('num_layers must be greater than zero')
        if self.proj_size < 0:
            raise ValueError('proj_size should be a positive integer or zero to disable projections')
        if self.proj_size >= self.hidden_size:
            raise ValueError('proj_size has to be smaller than hidden_size')

    @property
    def all_weights(self):
        return [[getattr(self, name) for name in names] for names in self._all_weights]

    @property
    def _flat_weights(self):
        return [getattr(self, name) for name in self._flat_weights_names]

    def flatten_parameters(self):
        pass

    def reset_parameters(self):
        pass

    def extra_repr(self):
        text = f'{self.input_size}, {self.hidden_size}'
        for name, usual in (('proj_size', 0), ('num_layers', 1), ('bias', True), ('batch_first', False),
                            ('dropout', 0), ('bidirectional', False)):
            if getattr(self, name) != usual:
                text += f', {name}={getattr(self, name)}'
        return text

    def _check_input(self, input):
        if input.shape[-1] != self.input_size:
            raise RuntimeError('input.size(-1) must be equal to input_size. '
                               f'Expected {self.input_size}, got {input.shape[-1]}')

    def _check_state(self, input, state, name, units):
        batch = input.shape[0 if self.batch_first else 1]
        wanted = (self.num_layers * (2 if self.bidirectional else 1), batch, units)
        if tuple(state.shape) != wanted:
            raise RuntimeError(f'Expected {name} size {wanted}, got {list(state.shape)}')

    def _states(self, input, hx):
        rank = input.ndim
        if hx is None:
            return None, None
        if hx.ndim != rank:
            kind = 'batched 3-D' if rank == 3 else 'unbatched 2-D'
            raise RuntimeError(f'For {kind} input, hx should also be {rank}-D but got {hx.ndim}-D tensor')
        return (hx if rank == 3 else hx[:, None]), None

    def _check_states(self, input, hidden, cell):
        if hidden is not None:
            self._check_state(input, hidden, 'hidden', self.hidden_size)

    def forward(self, input, hx=None):
        if _is_packed(input):
            return self._given_packed(input, hx)
        data = _padded_data(input)
        if _rank(data) is None:
            return self._given(data, *_recurrent(self, data, None, None)[1:])
        rank = data.ndim
        if rank not in (2, 3):
            name = 'RNN' if self.mode.startswith('RNN') else self.mode
            word = 'D tensor instead' if name == 'RNN' else 'D instead'
            raise ValueError(f'{name}: Expected input to be 2D or 3D, got {rank}{word}')
        hidden, cell = self._states(data, hx)
        if rank == 2:
            data = data[None] if self.batch_first else data[:, None]
        self._check_input(data)
        self._check_states(data, hidden, cell)
        output, last, cells = _recurrent(self, data, hidden, cell)
        if rank == 2:
            output = output[0] if self.batch_first else output[:, 0]
            last = last[:, 0]
            cells = cells if cells is None else cells[:, 0]
        return self._given(output, last, cells)

    def _given(self, output, last, cells):
        return output, last

    def _given_packed(self, packed, hx):
        # Rows of one length at a time, which need no padding in either direction.
        data, batch_sizes, back = packed.data, packed.batch_sizes.tolist(), packed.unsorted_indices
        self._check_input(data)
        places = [[sum(batch_sizes[:step]) + row for step, size in enumerate(batch_sizes) if row < size]
                  for row in range(batch_sizes[0])]
        outputs, lasts, lastCells, order = [], [], [], []
        for length in sorted({len(row) for row in places}, reverse=True):
            rows = [row for row in range(len(places)) if len(places[row]) == length]
            chosen = [place for row in rows for place in places[row]]
            batch = data.index_select(0, _tensor(chosen)).reshape(len(rows), length, -1)
            batch = batch if self.batch_first else batch.transpose(0, 1)
            hidden, cell = self._states(batch, hx)
            at = _tensor(rows if back is None else packed.sorted_indices[rows].tolist())
            hidden, cell = [state if state is None else state.index_select(1, at) for state in (hidden, cell)]
            self._check_states(batch, hidden, cell)
            output, last, cells = _recurrent(self, batch, hidden, cell)
            output = output if self.batch_first else output.transpose(0, 1)
            outputs.append(output.flatten(0, 1))
            lasts.append(last)
            lastCells.append(cells)
            order += chosen
        there = _tensor(sorted(range(len(order)), key=lambda place: order[place]))
        whole = type(packed)(_cat(outputs).index_select(0, there), packed.batch_sizes, packed.sorted_indices, back)
        ends = [None if states[0] is None else _cat(states, 1) for states in (lasts, lastCells)]
        if back is not None:
            ends = [state if state is None else state.index_select(1, back) for state in ends]
        return self._given(whole, *ends)

class RNN(RNNBase):
    def __init__(self, *args, **kwargs):
        if 'proj_size' in kwargs:
            raise ValueError('proj_size argument is only supported for LSTM, not RNN or GRU')
        if len(args) > 3:
            nonlinearity = args[3]
            args = args[:3] + args[4:]
        else:
            nonlinearity = kwargs.pop('nonlinearity', 'tanh')
        if nonlinearity not in ('tanh', 'relu'):
            raise ValueError(f"Unknown nonlinearity '{nonlinearity}'. Select from 'tanh' or 'relu'.")
        super().__init__('RNN_' + nonlinearity.upper(), *args, **kwargs)
        self.nonlinearity = nonlinearity

class GRU(RNNBase):
    def __init__(self, *args, **kwargs):
        if 'proj_size' in kwargs:
            raise ValueError('proj_size argument is only supported for LSTM, not RNN or GRU')
        super().__init__('GRU', *args, **kwargs)

class LSTM(RNNBase):
    def __init__(self, *args, **kwargs):
        super().__init__('LSTM', *args, **kwargs)

    def _states(self, input, hx):
        if hx is None:
            return None, None
        hidden, cell = hx[0], hx[1]
        rank = input.ndim
        if hidden.ndim != rank or cell.ndim != rank:
            kind = 'batched 3-D' if rank == 3 else 'unbatched 2-D'
            raise RuntimeError(f'For {kind} input, hx and cx should also be {rank}-D '
                               f'but got ({hidden.ndim}-D, {cell.ndim}-D) tensors')
        return (hidden, cell) if rank == 3 else (hidden[:, None], cell[:, None])

    def _check_states(self, input, hidden, cell):
        if hidden is not None:
            self._check_state(input, hidden, 'hidden[0]', self.proj_size or self.hidden_size)
            self._check_state(input, cell, 'hidden[1]', self.hidden_size)

    def _given(self, output, last, cells):
        return output, (last, cells)

class RNNCellBase(Module):
    def __init__(self, input_size, hidden_size, bias, num_chunks, device=None, dtype=None):
        super().__init__()
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.bias = bias
        rows = num_chunks * hidden_size
        for name, shape in (('weight_ih', (rows, input_size)), ('weight_hh', (rows, hidden_size)),
                            ('bias_ih', (rows,)), ('bias_hh', (rows,))):
            if bias or not name.startswith('bias'):
                _recurrent_parameter(self, name, shape, hidden_size)
            else:
                self.register_parameter(name, None)

    def reset_parameters(self):
        pass

    def _step(self, mode, name, input, hidden, cell=None):
        if _rank(input) is None:
            return _recurrent_cell(self, mode, input, hidden, cell)
        rank = input.ndim
        if rank not in (1, 2):
            raise ValueError(f'{name}: Expected input to be 1D or 2D, got {rank}D instead')
        states = [state for state in (hidden, cell) if state is not None]
        for index, state in enumerate(states):
            if state.ndim not in (1, 2):
                what = f'hx[{index}]' if cell is not None else 'hidden'
                raise ValueError(f'{name}: Expected {what} to be 1D or 2D, got {state.ndim}D instead')
        if rank == 1:
            input = input[None]
            states = [state[None] for state in states]
        if input.shape[1] != self.input_size:
            raise RuntimeError('input has inconsistent input_size: '
                               f'got {input.shape[1]} expected {self.input_size}')
        for index, state in enumerate(states):
            if state.shape[0] != input.shape[0]:
                raise RuntimeError(f"Input batch size {input.shape[0]} doesn't match "
                                   f'hidden{index} batch size {state.shape[0]}')
            if state.shape[1] != self.hidden_size:
                raise RuntimeError(f'hidden{index} has inconsistent hidden_size: '
                                   f'got {state.shape[1]}, expected {self.hidden_size}')
        results = _recurrent_cell(self, mode, input, *(states + [None, None])[:2])
        return tuple([result[0] for result in results]) if rank == 1 else results

class RNNCell(RNNCellBase):
    def __init__(self, input_size, hidden_size, bias=True, nonlinearity='tanh', device=None, dtype=None):
        super().__init__(input_size, hidden_size, bias, num_chunks=1)
        self.nonlinearity = nonlinearity

    def forward(self, input, hx=None):
        if self.nonlinearity not in ('tanh', 'relu'):
            raise RuntimeError(f'Unknown nonlinearity: {self.nonlinearity}')
        return self._step(self.nonlinearity, 'RNNCell', input, hx)[0]

class LSTMCell(RNNCellBase):
    def __init__(self, input_size, hidden_size, bias=True, device=None, dtype=None):
        super().__init__(input_size, hidden_size, bias, num_chunks=4)

    def forward(self, input, hx=None):
        hidden, cell = (None, None) if hx is None else hx
        return self._step('LSTM', 'LSTMCell', input, hidden, cell)

class GRUCell(RNNCellBase):
    def __init__(self, input_size, hidden_size, bias=True, device=None, dtype=None):
        super().__init__(input_size, hidden_size, bias, num_chunks=3)

    def forward(self, input, hx=None):
        return self._step('GRU', 'GRUCell', input, hx)[0]

for _class, _kind in ((RNN, 'rnn'), (LSTM, 'lstm'), (GRU, 'gru'),
                      (RNNCell, 'rnn-cell'), (LSTMCell, 'lstm-cell'), (GRUCell, 'gru-cell')):
    _layer(_class, _kind)
`;
