/** keras.datasets, what sklearn gives and does to data, and keras.utils: Python text of ours in which only shapes are known. */

/** Sizes as the data sets' own pages say. */
export const datasetsSource = `
class _Set:
    def __init__(self, train, test, sample, classes, dtype='uint8', label=()):
        self.parts = train, test, sample, classes, dtype, label

    def load_data(self, *args, **kwargs):
        train, test, sample, classes, dtype, label = self.parts
        target = 'float64' if classes == 0 else 'uint8'
        return ((_array((train,) + sample, dtype), _array((train,) + label, target, classes)),
                (_array((test,) + sample, dtype), _array((test,) + label, target, classes)))

class _Texts:
    def __init__(self, train, test, classes):
        self.parts = train, test, classes

    def load_data(self, *args, **kwargs):
        train, test, classes = self.parts
        return ((_array((train,), 'int64'), _array((train,), 'int64', classes)),
                (_array((test,), 'int64'), _array((test,), 'int64', classes)))

    def get_word_index(self, *args, **kwargs):
        return {}

mnist = _Set(60000, 10000, (28, 28), 10)
fashion_mnist = _Set(60000, 10000, (28, 28), 10)
cifar10 = _Set(50000, 10000, (32, 32, 3), 10, 'uint8', (1,))
cifar100 = _Set(50000, 10000, (32, 32, 3), 100, 'uint8', (1,))
boston_housing = _Set(404, 102, (13,), 0, 'float64')
california_housing = _Set(16512, 4128, (8,), 0, 'float64')
imdb = _Texts(25000, 25000, 2)
reuters = _Texts(8982, 2246, 46)
`;

/** keras.utils and what stands beside it. */
export const utilsSource = `
import numpy as _numpy

def to_categorical(x, num_classes=None, dtype=None):
    x = _numpy.array(x)
    if num_classes is None:
        num_classes = _classes_of(x)
    shape = tuple(x.shape)
    if len(shape) > 1 and shape[-1] == 1:
        shape = shape[:-1]
    if num_classes is None:
        return _unknown('The number of classes is not known.')
    return _array(shape + (num_classes,), 'float32')

def normalize(x, axis=-1, order=2):
    return x

def plot_model(*args, **kwargs):
    pass

def set_random_seed(seed):
    pass

def get_custom_objects():
    return {}

def disable_interactive_logging():
    pass

def pad_sequences(sequences, maxlen=None, *args, **kwargs):
    if maxlen is None:
        return _unknown('The length of the sequences is not known.')
    return _array((len(sequences), maxlen), 'int32')

def register_keras_serializable(*args, **kwargs):
    return lambda cls: cls

def get_file(*args, **kwargs):
    return ''

class CustomObjectScope:
    def __init__(self, *args, **kwargs):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *args):
        return None

custom_object_scope = CustomObjectScope
`;

/** sklearn: what changes the shapes of data, and what does not. */
export const sklearnSource = `
import numpy as _numpy

__version__ = '1.8.0'

def train_test_split(*arrays, test_size=None, train_size=None, **kwargs):
    out = []
    for one in arrays:
        n = len(one)
        if test_size is None:
            size = 0.25 if train_size is None else 1 - train_size
        else:
            size = test_size
        tests = int(n * size) if isinstance(size, float) else size
        rest = tuple(one.shape[1:]) if hasattr(one, 'shape') else ()
        classes = _classes_of(one) if hasattr(one, 'shape') and 'int' in str(one.dtype) else None
        kind = one.dtype if hasattr(one, 'dtype') else 'float64'
        out.append(_array((n - tests,) + rest, kind, classes or 0))
        out.append(_array((tests,) + rest, kind, classes or 0))
    return out

class _Scaler:
    def __init__(self, *args, **kwargs):
        pass

    def fit(self, X, y=None):
        return self

    def transform(self, X):
        return X

    def fit_transform(self, X, y=None):
        return X

    def inverse_transform(self, X):
        return X

StandardScaler = MinMaxScaler = RobustScaler = MaxAbsScaler = Normalizer = LabelEncoder = _Scaler

class OneHotEncoder(_Scaler):
    def transform(self, X):
        classes = _classes_of(X)
        if classes is None:
            return _unknown('The number of categories is not known.')
        return _array((len(X), classes), 'float64')

    fit_transform = transform

class LabelBinarizer(OneHotEncoder):
    def transform(self, X):
        classes = _classes_of(X)
        if classes is None:
            return _unknown('The number of classes is not known.')
        return _array((len(X), 1 if classes == 2 else classes), 'int64')

    fit_transform = transform

def make_classification(n_samples=100, n_features=20, n_informative=2, n_redundant=2, n_repeated=0, n_classes=2, **kwargs):
    return _array((n_samples, n_features)), _array((n_samples,), 'int64', n_classes)

def make_moons(n_samples=100, **kwargs):
    return _array((n_samples, 2)), _array((n_samples,), 'int64', 2)

make_circles = make_moons

def make_blobs(n_samples=100, n_features=2, centers=None, **kwargs):
    count = 3 if centers is None else centers if isinstance(centers, int) else len(centers)
    return _array((n_samples, n_features)), _array((n_samples,), 'int64', count)

def make_gaussian_quantiles(mean=None, cov=1.0, n_samples=100, n_features=2, n_classes=3, **kwargs):
    return _array((n_samples, n_features)), _array((n_samples,), 'int64', n_classes)

def make_regression(n_samples=100, n_features=100, n_informative=10, n_targets=1, **kwargs):
    return _array((n_samples, n_features)), _array((n_samples,) if n_targets == 1 else (n_samples, n_targets))

class _Bunch(dict):
    def __getattr__(self, name):
        return self[name]

def _set(rows, columns, classes):
    def load(*args, return_X_y=False, **kwargs):
        data = _array((rows, columns))
        target = _array((rows,), 'int64', classes) if classes else _array((rows,))
        if return_X_y:
            return data, target
        found = _Bunch(data=data, target=target, target_names=['class %d' % i for i in range(classes)], feature_names=['x%d' % i for i in range(columns)])
        if columns == 64:
            found['images'] = _array((rows, 8, 8))
        return found
    return load

load_iris, load_wine, load_breast_cancer, load_digits = _set(150, 4, 3), _set(178, 13, 3), _set(569, 30, 2), _set(1797, 64, 10)
load_diabetes, load_boston, fetch_california_housing = _set(442, 10, 0), _set(506, 13, 0), _set(20640, 8, 0)
`;

/** `get` of initializers, regularizers and their kin: what takes one takes words and objects alike. */
export const getSource = `
def get(identifier):
    return identifier
`;

/** What stands around training and says nothing of the network: callbacks, metrics, constraints. Every name is a class that keeps nothing. */
export const recordSource = `
class _Record:
    def __init__(self, *args, **kwargs):
        self.config = kwargs

    def __call__(self, *args, **kwargs):
        return 0.0

    def get_config(self):
        return self.config
${getSource}`;
