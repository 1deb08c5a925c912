/** The models of keras.applications that programs import most, in Python text of ours: layers, names and counts are Keras's; weights are none. */

export const pretrainedSource = `
def preprocess_input(x, data_format=None):
    return x

def decode_predictions(preds, top=5):
    return []

def _image(input_tensor, input_shape, include_top):
    if input_tensor is not None:
        return input_tensor
    if input_shape is None:
        input_shape = (224, 224, 3) if include_top else (None, None, 3)
    return _l.Input(shape=input_shape)

def _ended(image, x, name, include_top, pooling, classes, activation):
    if include_top:
        x = _l.GlobalAveragePooling2D(name='avg_pool')(x)
        x = _l.Dense(classes, activation=activation, name='predictions')(x)
    elif pooling == 'avg':
        x = _l.GlobalAveragePooling2D()(x)
    elif pooling == 'max':
        x = _l.GlobalMaxPooling2D()(x)
    return _Model(image, x, name=name)

def _vgg(name, depths):
    def make(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000, classifier_activation='softmax', **kwargs):
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
    def make(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000, classifier_activation='softmax', **kwargs):
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
        return _ended(image, x, name, include_top, pooling, classes, classifier_activation)
    return make

ResNet50, ResNet101 = _resnet('resnet50', (3, 4, 6, 3)), _resnet('resnet101', (3, 4, 23, 3))
ResNet152 = _resnet('resnet152', (3, 8, 36, 3))

def _divisible(value):
    rounded = max(8, int(value + 4) // 8 * 8)
    return rounded + 8 if rounded < 0.9 * value else rounded

def _inverted(x, expansion, stride, filters, block):
    def normed(y, part, relu=True):
        y = _l.BatchNormalization(epsilon=1e-3, momentum=0.999, name=prefix + part + '_BN')(y)
        return _l.ReLU(6.0, name=prefix + part + '_relu')(y) if relu else y
    prefix = 'block_%d_' % block if block else 'expanded_conv_'
    channels = x.shape[-1]
    before = x
    if block:
        x = normed(_l.Conv2D(expansion * channels, 1, padding='same', use_bias=False, name=prefix + 'expand')(x), 'expand')
    if stride == 2:
        rows, columns = x.shape[1], x.shape[2]
        pads = [[0 if size is not None and size % 2 == 0 else 1, 1] for size in (rows, columns)]
        x = _l.ZeroPadding2D(pads, name=prefix + 'pad')(x)
    x = _l.DepthwiseConv2D(3, strides=stride, use_bias=False, padding='same' if stride == 1 else 'valid', name=prefix + 'depthwise')(x)
    x = normed(x, 'depthwise')
    x = normed(_l.Conv2D(filters, 1, padding='same', use_bias=False, name=prefix + 'project')(x), 'project', False)
    if channels == filters and stride == 1:
        return _l.Add(name=prefix + 'add')([before, x])
    return x

def MobileNetV2(input_shape=None, alpha=1.0, include_top=True, weights='imagenet', input_tensor=None, pooling=None, classes=1000, classifier_activation='softmax', name=None):
    image = _image(input_tensor, input_shape, include_top)
    x = _l.Conv2D(_divisible(32 * alpha), 3, strides=2, padding='same', use_bias=False, name='Conv1')(image)
    x = _l.BatchNormalization(epsilon=1e-3, momentum=0.999, name='bn_Conv1')(x)
    x = _l.ReLU(6.0, name='Conv1_relu')(x)
    block = 0
    for expansion, filters, depth, stride in ((1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)):
        for place in range(depth):
            x = _inverted(x, expansion, stride if place == 0 else 1, _divisible(filters * alpha), block)
            block += 1
    last = _divisible(1280 * alpha) if alpha > 1.0 else 1280
    x = _l.Conv2D(last, 1, use_bias=False, name='Conv_1')(x)
    x = _l.BatchNormalization(epsilon=1e-3, momentum=0.999, name='Conv_1_bn')(x)
    x = _l.ReLU(6.0, name='out_relu')(x)
    return _ended(image, x, name or 'mobilenetv2_%0.2f_224' % alpha, include_top, pooling, classes, classifier_activation)
`;
