/** Data that flows in batches (tf.data, folders of images, generators, windows of a series) in Python text of ours, in which only shapes are known. */

/** What tf.data gives; `_array` and `_unknown` are of [data.ts](data.ts). */
export const flowSource = `
import numpy as _numpy

def _map(f, part):
    if isinstance(part, tuple):
        return tuple(_map(f, one) for one in part)
    if isinstance(part, dict):
        return {name: _map(f, one) for name, one in part.items()}
    return f(part)

def _shaped(part):
    return hasattr(part, 'shape') and hasattr(part, 'dtype')

def _sample(part):
    return _array(tuple(part.shape)[1:], part.dtype) if _shaped(part) else part

def _first(part):
    if isinstance(part, (tuple, list)):
        return _first(part[0])
    return _first(list(part.values())[0]) if isinstance(part, dict) else part

class Dataset:
    # element is one thing that comes out of it, batch included where it has one; length is how many, None where nobody knows.
    def __init__(self, element, length=None, class_names=None):
        self.element = element
        self.length = length
        self.class_names = class_names

    def _like(self, element):
        return Dataset(element, self.length, self.class_names)

    def batch(self, batch_size, *args, **kwargs):
        return self._like(_map(lambda part: _array((batch_size,) + tuple(part.shape), part.dtype) if _shaped(part) else part, self.element))

    padded_batch = ragged_batch = batch

    def unbatch(self):
        return self._like(_map(_sample, self.element))

    def map(self, map_func, *args, **kwargs):
        if isinstance(self.element, tuple):
            return self._like(map_func(*self.element))
        return self._like(map_func(self.element))

    def _same(self, *args, **kwargs):
        return self

    shuffle = repeat = prefetch = cache = take = skip = shard = filter = with_options = apply = concatenate = ignore_errors = rebatch = take_while = _same

    def enumerate(self, *args):
        return self._like((0, self.element))

    @property
    def element_spec(self):
        return self.element

    def cardinality(self):
        return _unknown('How many batches there are is not known.')

    def __len__(self):
        return self.length if self.length is not None else 1

    def __iter__(self):
        return iter([self.element])

    def __getitem__(self, place):
        return self.element

    as_numpy_iterator = __iter__

    @property
    def shape(self):
        return _first(self.element).shape

    @staticmethod
    def from_tensor_slices(tensors, *args, **kwargs):
        if isinstance(tensors, list):
            tensors = _numpy.array(tensors)
        return Dataset(_map(_sample, tensors))

    @staticmethod
    def from_tensors(tensors, *args, **kwargs):
        return Dataset(tensors)

    @staticmethod
    def from_generator(generator, output_types=None, output_shapes=None, args=None, output_signature=None, name=None):
        if output_signature is not None:
            return Dataset(output_signature)
        return Dataset(_unknown('What the generator gives is not known.'))

    @staticmethod
    def zip(*datasets):
        if len(datasets) == 1:
            datasets = datasets[0]
        return Dataset(tuple(one.element for one in datasets))

    @staticmethod
    def range(*args, **kwargs):
        return Dataset(_array((), 'int64'))

    @staticmethod
    def list_files(*args, **kwargs):
        return Dataset(_unknown('Files are not listed.'))

AUTOTUNE = -1

class experimental:
    AUTOTUNE = -1

def Options():
    return _unknown('Options of data are not followed.')
`;

/** Folders, series and generators of keras.utils and keras.preprocessing, behind `flowSource`. */
export const foldersSource = `
def _pixels(color_mode):
    return {'grayscale': 1, 'rgba': 4}.get(color_mode, 3)

def _labels(batch, label_mode, classes):
    if label_mode in ('int', 'sparse', 'input'):
        return _array((batch,), 'int64', classes or 0)
    if label_mode in ('binary',):
        return _array((batch,) if batch is None else (batch, 1), 'float32')
    if label_mode == 'categorical' and classes:
        return _array((batch, classes), 'float32')
    return _unknown('How many classes the folder has is not known.')

def image_dataset_from_directory(directory=None, labels='inferred', label_mode='int', class_names=None, color_mode='rgb', batch_size=32, image_size=(256, 256), shuffle=True, seed=None, validation_split=None, subset=None, **kwargs):
    count = 32 if batch_size is None else batch_size
    images = _array((count,) + tuple(image_size) + (_pixels(color_mode),), 'float32')
    names = class_names if class_names is not None else _unknown('The folders of the images are not listed.')
    if labels is None or label_mode is None:
        element = images
    else:
        element = (images, _labels(count, label_mode, len(class_names) if class_names is not None else None))
    made = Dataset(element, None, names)
    if batch_size is None:
        made = made.unbatch()
    return (made, made) if subset == 'both' else made

def text_dataset_from_directory(directory=None, labels='inferred', label_mode='int', class_names=None, batch_size=32, **kwargs):
    texts = _unknown('Texts are not read.')
    names = class_names if class_names is not None else _unknown('The folders of the texts are not listed.')
    return Dataset((texts, _labels(batch_size, label_mode, None)), None, names)

def audio_dataset_from_directory(directory=None, labels='inferred', label_mode='int', class_names=None, batch_size=32, sampling_rate=None, output_sequence_length=None, **kwargs):
    names = _unknown('The folders of the sounds are not listed.')
    if output_sequence_length is None:
        return Dataset(_unknown('The length of the sounds is not known.'), None, names)
    made = Dataset((_array((batch_size, output_sequence_length, 1), 'float32'), _labels(batch_size, label_mode, None)), None, names)
    return (made, made) if kwargs.get('subset') == 'both' else made

def timeseries_dataset_from_array(data, targets, sequence_length, sequence_stride=1, sampling_rate=1, batch_size=128, **kwargs):
    windows = _array((batch_size, sequence_length) + tuple(data.shape)[1:], 'float32')
    if targets is None:
        return Dataset(windows)
    return Dataset((windows, _array((batch_size,) + tuple(targets.shape)[1:], 'float32')))

class ImageDataGenerator:
    def __init__(self, *args, **kwargs):
        pass

    def fit(self, *args, **kwargs):
        pass

    def flow(self, x, y=None, batch_size=32, *args, **kwargs):
        if isinstance(x, tuple):
            x = x[0]
        images = _array((batch_size,) + tuple(x.shape)[1:], 'float32')
        if y is None:
            return Dataset(images)
        return Dataset((images, _array((batch_size,) + tuple(y.shape)[1:], 'float32')))

    def flow_from_directory(self, directory=None, target_size=(256, 256), color_mode='rgb', classes=None, class_mode='categorical', batch_size=32, *args, **kwargs):
        made = image_dataset_from_directory(directory, None, None, None, color_mode, batch_size, target_size)
        labels = None if class_mode is None else _labels(batch_size, class_mode, len(classes) if classes is not None else None)
        found = Dataset(made.element if labels is None else (made.element, labels))
        found.image_shape = tuple(target_size) + (_pixels(color_mode),)
        found.batch_size = batch_size
        for name in ('class_indices', 'classes', 'num_classes', 'samples', 'n', 'filenames'):
            setattr(found, name, _unknown('The folders of the images are not listed.'))
        return found

    def flow_from_dataframe(self, dataframe=None, directory=None, x_col='filename', y_col='class', weight_col=None, target_size=(256, 256), color_mode='rgb', classes=None, class_mode='categorical', batch_size=32, *args, **kwargs):
        return self.flow_from_directory(directory, target_size, color_mode, classes, class_mode, batch_size)

class TimeseriesGenerator(Dataset):
    def __init__(self, data, targets, length, sampling_rate=1, stride=1, start_index=0, end_index=None, shuffle=False, reverse=False, batch_size=128):
        data, targets = _numpy.array(data), _numpy.array(targets)
        windows = _array((batch_size, length) + tuple(data.shape)[1:], 'float32')
        super().__init__((windows, _array((batch_size,) + tuple(targets.shape)[1:], 'float32')))

class Sequence:
    def __init__(self, *args, **kwargs):
        pass

PyDataset = Sequence

def load_img(path=None, grayscale=False, color_mode='rgb', target_size=None, **kwargs):
    if target_size is None:
        return _unknown('Images are not opened.')
    return _array(tuple(target_size) + (_pixels(color_mode),), 'float32')

def img_to_array(img, data_format=None, dtype=None):
    return img

def array_to_img(x, *args, **kwargs):
    return x

def save_img(*args, **kwargs):
    pass

class Tokenizer:
    def __init__(self, num_words=None, *args, **kwargs):
        self.num_words = num_words
        self.word_index = self.index_word = self.word_counts = _unknown('Texts are not read.')

    def fit_on_texts(self, texts):
        pass

    fit_on_sequences = fit_on_texts

    def texts_to_sequences(self, texts):
        return _array((_count(texts),), 'int64')

    def sequences_to_matrix(self, sequences, mode='binary'):
        if self.num_words is None:
            return _unknown('How many words there are is not known.')
        return _array((_count(sequences), self.num_words), 'float64')

    texts_to_matrix = sequences_to_matrix

def _count(texts):
    return len(texts) if hasattr(texts, '__len__') else 1000

def one_hot(text, n, *args, **kwargs):
    return _unknown('Texts are not read.')

hashing_trick = text_to_word_sequence = one_hot
`;
