/** Inception V3, Xception and Inception-ResNet V2 of keras.applications in Python text of ours. */

export const inceptionSource = `
def _convolved(x, filters, kernel, strides=1, padding='same', name=None):
    x = _l.Conv2D(filters, kernel, strides=strides, padding=padding, use_bias=False, name=name)(x)
    x = _l.BatchNormalization(scale=False, name=name and name + '_bn')(x)
    return _l.Activation('relu', name=name and name + '_ac')(x)

def _branch(x, *steps):
    for filters, kernel, *strides in steps:
        x = _convolved(x, filters, kernel, 2, 'valid') if strides else _convolved(x, filters, kernel)
    return x

def _averaged(x, filters):
    return _convolved(_l.AveragePooling2D(3, strides=1, padding='same')(x), filters, 1)

def _stem(image):
    x = _convolved(image, 32, 3, 2, 'valid')
    x = _convolved(_convolved(x, 32, 3, padding='valid'), 64, 3)
    x = _l.MaxPooling2D(3, strides=2)(x)
    x = _convolved(_convolved(x, 80, 1, padding='valid'), 192, 3, padding='valid')
    return _l.MaxPooling2D(3, strides=2)(x)

def InceptionV3(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000, classifier_activation='softmax', name='inception_v3'):
    image = _image(input_tensor, input_shape, include_top, 299)
    x = _stem(image)
    def mixed(branches, place):
        return _l.Concatenate(name='mixed%s' % place)(branches)
    for place, filters in enumerate((32, 64, 64)):
        x = mixed([_branch(x, (64, 1)), _branch(x, (48, 1), (64, 5)), _branch(x, (64, 1), (96, 3), (96, 3)), _averaged(x, filters)], place)
    x = mixed([_branch(x, (384, 3, 2)), _branch(x, (64, 1), (96, 3), (96, 3, 2)), _l.MaxPooling2D(3, strides=2)(x)], 3)
    for place, f in enumerate((128, 160, 160, 192), 4):
        row, column = (1, 7), (7, 1)
        x = mixed([_branch(x, (192, 1)), _branch(x, (f, 1), (f, row), (192, column)),
                   _branch(x, (f, 1), (f, column), (f, row), (f, column), (192, row)), _averaged(x, 192)], place)
    x = mixed([_branch(x, (192, 1), (320, 3, 2)), _branch(x, (192, 1), (192, (1, 7)), (192, (7, 1)), (192, 3, 2)),
               _l.MaxPooling2D(3, strides=2)(x)], 8)
    for place in (0, 1):
        one = _branch(x, (320, 1))
        three = _branch(x, (384, 1))
        three = mixed([_branch(three, (384, (1, 3))), _branch(three, (384, (3, 1)))], '9_%d' % place)
        twice = _branch(x, (448, 1), (384, 3))
        twice = _l.Concatenate()([_branch(twice, (384, (1, 3))), _branch(twice, (384, (3, 1)))])
        x = mixed([one, three, twice, _averaged(x, 192)], 9 + place)
    return _ended(image, x, name, include_top, pooling, classes, classifier_activation)

def Xception(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000, classifier_activation='softmax', name='xception'):
    def normed(x, *name):
        return _l.BatchNormalization(name=name[0] + '_bn' if name else None)(x)
    def separated(x, filters, name):
        return normed(_l.SeparableConv2D(filters, 3, padding='same', use_bias=False, name=name)(x), name)
    def active(x, name):
        return _l.Activation('relu', name=name + '_act')(x)
    image = _image(input_tensor, input_shape, include_top, 299)
    x = image
    for name_, filters, stride in (('block1_conv1', 32, 2), ('block1_conv2', 64, 1)):
        x = active(normed(_l.Conv2D(filters, 3, strides=stride, use_bias=False, name=name_)(x), name_), name_)
    for block, filters in (2, (128, 128)), (3, (256, 256)), (4, (728, 728)), *((n, (728, 728, 728)) for n in range(5, 13)), (13, (728, 1024)):
        shortcut = x
        if len(filters) == 2:
            shortcut = normed(_l.Conv2D(filters[-1], 1, strides=2, padding='same', use_bias=False)(x))
        for place, count in enumerate(filters, 1):
            part = 'block%d_sepconv%d' % (block, place)
            if block > 2 or place > 1:
                x = active(x, part)
            x = separated(x, count, part)
        if len(filters) == 2:
            x = _l.MaxPooling2D(3, strides=2, padding='same', name='block%d_pool' % block)(x)
        x = _l.Add()([x, shortcut])
    for place, filters in (1, 1536), (2, 2048):
        part = 'block14_sepconv%d' % place
        x = active(separated(x, filters, part), part)
    return _ended(image, x, name, include_top, pooling, classes, classifier_activation)

class CustomScaleLayer(_l.Layer):
    def __init__(self, scale, **kwargs):
        super().__init__(**kwargs)
        self.scale = scale

    def call(self, inputs):
        return inputs[0] + inputs[1] * self.scale

def _scaled(x, branches, scale, name, ends=True):
    y = _l.Concatenate(name=name + '_mixed')(branches)
    y = _l.Conv2D(x.shape[-1], 1, padding='same', name=name + '_conv')(y)
    x = CustomScaleLayer(scale)([x, y])
    return _l.Activation('relu', name=name + '_ac')(x) if ends else x

def InceptionResNetV2(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000, classifier_activation='softmax', name='inception_resnet_v2'):
    image = _image(input_tensor, input_shape, include_top, 299)
    x = _stem(image)
    x = _l.Concatenate(name='mixed_5b')([_branch(x, (96, 1)), _branch(x, (48, 1), (64, 5)), _branch(x, (64, 1), (96, 3), (96, 3)), _averaged(x, 64)])
    for block in range(1, 11):
        branches = [_branch(x, (32, 1)), _branch(x, (32, 1), (32, 3)), _branch(x, (32, 1), (48, 3), (64, 3))]
        x = _scaled(x, branches, 0.17, 'block35_%d' % block)
    x = _l.Concatenate(name='mixed_6a')([_branch(x, (384, 3, 2)), _branch(x, (256, 1), (256, 3), (384, 3, 2)), _l.MaxPooling2D(3, strides=2)(x)])
    for block in range(1, 21):
        branches = [_branch(x, (192, 1)), _branch(x, (128, 1), (160, (1, 7)), (192, (7, 1)))]
        x = _scaled(x, branches, 0.1, 'block17_%d' % block)
    x = _l.Concatenate(name='mixed_7a')([_branch(x, (256, 1), (384, 3, 2)), _branch(x, (256, 1), (288, 3, 2)),
        _branch(x, (256, 1), (288, 3), (320, 3, 2)), _l.MaxPooling2D(3, strides=2)(x)])
    for block in range(1, 11):
        branches = [_branch(x, (192, 1)), _branch(x, (192, 1), (224, (1, 3)), (256, (3, 1)))]
        x = _scaled(x, branches, 0.2 if block < 10 else 1.0, 'block8_%d' % block, block < 10)
    x = _convolved(x, 1536, 1, name='conv_7b')
    return _ended(image, x, name, include_top, pooling, classes, classifier_activation)
`;
