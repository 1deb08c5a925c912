/** What all models of keras.applications share, VGG and ResNet, in Python text of ours: layers, names and counts are Keras's; weights are none. */

export const firstSource = `
def preprocess_input(x, data_format=None):
    return x

def decode_predictions(preds, top=5):
    return []

def _image(input_tensor, input_shape, include_top, size=224):
    if input_tensor is not None:
        return input_tensor
    if input_shape is None:
        input_shape = (size, size, 3) if include_top else (None, None, 3)
    return _l.Input(shape=input_shape)

def _pooled(x, pooling, names=(None, None)):
    if pooling == 'avg':
        return _l.GlobalAveragePooling2D(name=names[0])(x)
    return _l.GlobalMaxPooling2D(name=names[1])(x) if pooling == 'max' else x

def _ended(image, x, name, include_top, pooling, classes, activation, names=(None, None), **dense):
    if include_top:
        x = _l.GlobalAveragePooling2D(name='avg_pool')(x)
        x = _l.Dense(classes, activation=activation, name='predictions', **dense)(x)
    else:
        x = _pooled(x, pooling, names)
    return _Model(image, x, name=name)

_named = ('avg_pool', 'max_pool')

def _correct_pad(x, size):
    rows, columns = x.shape[1], x.shape[2]
    half = size // 2
    even = [1 if n is not None and n % 2 == 0 else 0 for n in (rows, columns)]
    return [[half - one, half] for one in even]

def _vgg(name, depths):
    def make(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000, classifier_activation='softmax', name=name):
        image = x = _image(input_tensor, input_shape, include_top)
        for block, (depth, filters) in enumerate(zip(depths, (64, 128, 256, 512, 512)), 1):
            for place in range(1, depth + 1):
                x = _l.Conv2D(filters, 3, activation='relu', padding='same', name='block%d_conv%d' % (block, place))(x)
            x = _l.MaxPooling2D(2, strides=2, name='block%d_pool' % block)(x)
        if not include_top:
            return _ended(image, x, name, False, pooling, classes, None)
        x = _l.Flatten(name='flatten')(x)
        x = _l.Dense(4096, activation='relu', name='fc1')(x)
        x = _l.Dense(4096, activation='relu', name='fc2')(x)
        return _Model(image, _l.Dense(classes, activation=classifier_activation, name='predictions')(x), name=name)
    return make

VGG16, VGG19 = _vgg('vgg16', (2, 2, 3, 3, 3)), _vgg('vgg19', (2, 2, 4, 4, 4))

def _residual(x, filters, stride, first, name):
    def normed(y, place):
        return _l.BatchNormalization(epsilon=1.001e-5, name='%s_%d_bn' % (name, place))(y)
    shortcut = x
    if first:
        shortcut = normed(_l.Conv2D(4 * filters, 1, strides=stride, name=name + '_0_conv')(x), 0)
    x = normed(_l.Conv2D(filters, 1, strides=stride, name=name + '_1_conv')(x), 1)
    x = _l.Activation('relu', name=name + '_1_relu')(x)
    x = normed(_l.Conv2D(filters, 3, padding='same', name=name + '_2_conv')(x), 2)
    x = _l.Activation('relu', name=name + '_2_relu')(x)
    x = normed(_l.Conv2D(4 * filters, 1, name=name + '_3_conv')(x), 3)
    x = _l.Add(name=name + '_add')([shortcut, x])
    return _l.Activation('relu', name=name + '_out')(x)

def _resnet(name, depths):
    def make(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000, classifier_activation='softmax', name=name):
        image = _image(input_tensor, input_shape, include_top)
        x = _l.ZeroPadding2D(3, name='conv1_pad')(image)
        x = _l.Conv2D(64, 7, strides=2, name='conv1_conv')(x)
        x = _l.BatchNormalization(epsilon=1.001e-5, name='conv1_bn')(x)
        x = _l.Activation('relu', name='conv1_relu')(x)
        x = _l.ZeroPadding2D(1, name='pool1_pad')(x)
        x = _l.MaxPooling2D(3, strides=2, name='pool1_pool')(x)
        for stage, (depth, filters) in enumerate(zip(depths, (64, 128, 256, 512)), 2):
            for block in range(1, depth + 1):
                stride = 2 if block == 1 and stage > 2 else 1
                x = _residual(x, filters, stride, block == 1, 'conv%d_block%d' % (stage, block))
        return _ended(image, x, name, include_top, pooling, classes, classifier_activation, _named)
    return make

ResNet50, ResNet101 = _resnet('resnet50', (3, 4, 6, 3)), _resnet('resnet101', (3, 4, 23, 3))
ResNet152 = _resnet('resnet152', (3, 8, 36, 3))

def _preactivated(x, filters, stride, first, name):
    def normed(y, part):
        y = _l.BatchNormalization(epsilon=1.001e-5, name='%s_%s_bn' % (name, part))(y)
        return _l.Activation('relu', name='%s_%s_relu' % (name, part))(y)
    before = normed(x, 'preact')
    if first:
        shortcut = _l.Conv2D(4 * filters, 1, strides=stride, name=name + '_0_conv')(before)
    else:
        shortcut = _l.MaxPooling2D(1, strides=stride)(x) if stride > 1 else x
    y = normed(_l.Conv2D(filters, 1, use_bias=False, name=name + '_1_conv')(before), '1')
    y = _l.ZeroPadding2D(1, name=name + '_2_pad')(y)
    y = normed(_l.Conv2D(filters, 3, strides=stride, use_bias=False, name=name + '_2_conv')(y), '2')
    y = _l.Conv2D(4 * filters, 1, name=name + '_3_conv')(y)
    return _l.Add(name=name + '_out')([shortcut, y])

def _resnet_v2(name, depths):
    def make(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000, classifier_activation='softmax', name=name):
        image = _image(input_tensor, input_shape, include_top)
        x = _l.ZeroPadding2D(3, name='conv1_pad')(image)
        x = _l.Conv2D(64, 7, strides=2, name='conv1_conv')(x)
        x = _l.ZeroPadding2D(1, name='pool1_pad')(x)
        x = _l.MaxPooling2D(3, strides=2, name='pool1_pool')(x)
        for stage, (depth, filters) in enumerate(zip(depths, (64, 128, 256, 512)), 2):
            for block in range(1, depth + 1):
                stride = 2 if block == depth and stage < 5 else 1
                x = _preactivated(x, filters, stride, block == 1, 'conv%d_block%d' % (stage, block))
        x = _l.BatchNormalization(epsilon=1.001e-5, name='post_bn')(x)
        x = _l.Activation('relu', name='post_relu')(x)
        return _ended(image, x, name, include_top, pooling, classes, classifier_activation, _named)
    return make

ResNet50V2, ResNet101V2 = _resnet_v2('resnet50v2', (3, 4, 6, 3)), _resnet_v2('resnet101v2', (3, 4, 23, 3))
ResNet152V2 = _resnet_v2('resnet152v2', (3, 8, 36, 3))

def _densenet(name, depths):
    def normed(x, prefix):
        x = _l.BatchNormalization(epsilon=1.001e-5, name=prefix + 'bn')(x)
        return _l.Activation('relu', name=prefix + 'relu')(x)
    def make(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000, classifier_activation='softmax', name=name):
        image = _image(input_tensor, input_shape, include_top)
        x = _l.ZeroPadding2D(3)(image)
        x = normed(_l.Conv2D(64, 7, strides=2, use_bias=False, name='conv1_conv')(x), 'conv1_')
        x = _l.ZeroPadding2D(1)(x)
        x = _l.MaxPooling2D(3, strides=2, name='pool1')(x)
        for stage, depth in enumerate(depths, 2):
            for block in range(1, depth + 1):
                prefix = 'conv%d_block%d_' % (stage, block)
                y = _l.Conv2D(128, 1, use_bias=False, name=prefix + '1_conv')(normed(x, prefix + '0_'))
                y = _l.Conv2D(32, 3, padding='same', use_bias=False, name=prefix + '2_conv')(normed(y, prefix + '1_'))
                x = _l.Concatenate(name=prefix + 'concat')([x, y])
            if stage < 5:
                prefix = 'pool%d_' % stage
                x = normed(x, prefix)
                x = _l.Conv2D(x.shape[-1] // 2, 1, use_bias=False, name=prefix + 'conv')(x)
                x = _l.AveragePooling2D(2, strides=2, name=prefix + 'pool')(x)
        x = normed(x, '')
        return _ended(image, x, name, include_top, pooling, classes, classifier_activation, _named)
    return make

DenseNet121, DenseNet169 = _densenet('densenet121', (6, 12, 24, 16)), _densenet('densenet169', (6, 12, 32, 32))
DenseNet201 = _densenet('densenet201', (6, 12, 48, 32))
`;
