/** MobileNet 1 to 3 and EfficientNet of keras.applications in Python text of ours. */

export const mobileSource = `
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
        x = _l.ZeroPadding2D(_correct_pad(x, 3), name=prefix + 'pad')(x)
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

def MobileNet(input_shape=None, alpha=1.0, depth_multiplier=1, dropout=0.001, include_top=True, weights='imagenet', input_tensor=None, pooling=None, classes=1000, classifier_activation='softmax', name=None):
    def normed(x, part):
        x = _l.BatchNormalization(name=part + '_bn')(x)
        return _l.ReLU(6.0, name=part + '_relu')(x)
    image = _image(input_tensor, input_shape, include_top)
    x = _l.Conv2D(int(32 * alpha), 3, strides=2, padding='same', use_bias=False, name='conv1')(image)
    x = normed(x, 'conv1')
    plan = ((64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)) + 5 * ((512, 1),) + ((1024, 2), (1024, 1))
    for block, (filters, stride) in enumerate(plan, 1):
        if stride == 2:
            x = _l.ZeroPadding2D(((0, 1), (0, 1)), name='conv_pad_%d' % block)(x)
        padding = 'same' if stride == 1 else 'valid'
        part = 'conv_dw_%d' % block
        x = normed(_l.DepthwiseConv2D(3, strides=stride, padding=padding, depth_multiplier=depth_multiplier, use_bias=False, name=part)(x), part)
        part = 'conv_pw_%d' % block
        x = normed(_l.Conv2D(int(filters * alpha), 1, padding='same', use_bias=False, name=part)(x), part)
    if include_top:
        x = _l.GlobalAveragePooling2D(keepdims=True)(x)
        x = _l.Dropout(dropout, name='dropout')(x)
        x = _l.Conv2D(classes, 1, padding='same', name='conv_preds')(x)
        x = _l.Reshape((classes,), name='reshape_2')(x)
        x = _l.Activation(classifier_activation, name='predictions')(x)
    else:
        x = _pooled(x, pooling)
    size = 224 if input_shape is None else input_shape[0]
    return _Model(image, x, name=name or 'mobilenet_%0.2f_%s' % (alpha, size))

def _plain_relu(x):
    return _l.ReLU()(x)

def _hard_swish(x):
    return _l.Activation('hard_swish')(x)

def _squeezed(x, filters, prefix):
    prefix += 'squeeze_excite_'
    y = _l.GlobalAveragePooling2D(keepdims=True, name=prefix + 'avg_pool')(x)
    y = _l.Conv2D(_divisible(filters / 4), 1, padding='same', name=prefix + 'conv')(y)
    y = _l.ReLU(name=prefix + 'relu')(y)
    y = _l.Conv2D(filters, 1, padding='same', name=prefix + 'conv_1')(y)
    y = _l.ReLU(6.0)(y + 3.0) * (1.0 / 6.0)
    return _l.Multiply(name=prefix + 'mul')([x, y])

def _mobile3(name, rows, last):
    def make(input_shape=None, alpha=1.0, minimalistic=False, include_top=True, weights='imagenet', input_tensor=None, classes=1000, pooling=None, dropout_rate=0.2, classifier_activation='softmax', include_preprocessing=True, name=name):
        def normed(x, part):
            return _l.BatchNormalization(epsilon=1e-3, momentum=0.999, name=part + '_bn')(x)
        swish = _plain_relu if minimalistic else _hard_swish
        image = _image(input_tensor, input_shape, False)
        x = _l.Rescaling(1.0 / 127.5, offset=-1.0)(image) if include_preprocessing else image
        x = _l.Conv2D(16, 3, strides=2, padding='same', use_bias=False, name='conv')(x)
        x = swish(normed(x, 'conv'))
        for block, (expansion, filters, kernel, stride, squeezes, swishes) in enumerate(rows):
            prefix = 'expanded_conv_%d_' % block if block else 'expanded_conv_'
            activation = swish if swishes else _plain_relu
            filters = _divisible(filters * alpha)
            kernel = 3 if minimalistic else kernel
            before, channels = x, x.shape[-1]
            wide = _divisible(channels * expansion)
            if block:
                x = _l.Conv2D(wide, 1, padding='same', use_bias=False, name=prefix + 'expand')(x)
                x = activation(normed(x, prefix + 'expand'))
            if stride == 2:
                x = _l.ZeroPadding2D(_correct_pad(x, kernel), name=prefix + 'depthwise_pad')(x)
            padding = 'same' if stride == 1 else 'valid'
            x = _l.DepthwiseConv2D(kernel, strides=stride, padding=padding, use_bias=False, name=prefix + 'depthwise')(x)
            x = activation(normed(x, prefix + 'depthwise'))
            if squeezes and not minimalistic:
                x = _squeezed(x, wide, prefix)
            x = normed(_l.Conv2D(filters, 1, padding='same', use_bias=False, name=prefix + 'project')(x), prefix + 'project')
            if stride == 1 and channels == filters:
                x = _l.Add(name=prefix + 'add')([before, x])
        x = _l.Conv2D(_divisible(x.shape[-1] * 6), 1, padding='same', use_bias=False, name='conv_1')(x)
        x = swish(normed(x, 'conv_1'))
        if include_top:
            x = _l.GlobalAveragePooling2D(keepdims=True)(x)
            x = _l.Conv2D(_divisible(last * alpha) if alpha > 1.0 else last, 1, padding='same', name='conv_2')(x)
            x = swish(x)
            if dropout_rate > 0:
                x = _l.Dropout(dropout_rate)(x)
            x = _l.Flatten()(_l.Conv2D(classes, 1, padding='same', name='logits')(x))
            x = _l.Activation(classifier_activation, name='predictions')(x)
        else:
            x = _pooled(x, pooling, _named)
        return _Model(image, x, name=name)
    return make

# Expansion, filters, kernel, stride, whether it squeezes, whether its activation is the hard swish.
MobileNetV3Small = _mobile3('MobileNetV3Small', (
    (1, 16, 3, 2, True, False), (72 / 16, 24, 3, 2, False, False), (88 / 24, 24, 3, 1, False, False),
    (4, 40, 5, 2, True, True), (6, 40, 5, 1, True, True), (6, 40, 5, 1, True, True),
    (3, 48, 5, 1, True, True), (3, 48, 5, 1, True, True),
    (6, 96, 5, 2, True, True), (6, 96, 5, 1, True, True), (6, 96, 5, 1, True, True)), 1024)
MobileNetV3Large = _mobile3('MobileNetV3Large', (
    (1, 16, 3, 1, False, False), (4, 24, 3, 2, False, False), (3, 24, 3, 1, False, False),
    (3, 40, 5, 2, True, False), (3, 40, 5, 1, True, False), (3, 40, 5, 1, True, False),
    (6, 80, 3, 2, False, True), (2.5, 80, 3, 1, False, True), (2.3, 80, 3, 1, False, True), (2.3, 80, 3, 1, False, True),
    (6, 112, 3, 1, True, True), (6, 112, 3, 1, True, True),
    (6, 160, 5, 2, True, True), (6, 160, 5, 1, True, True), (6, 160, 5, 1, True, True)), 1280)

def _efficient(name, width, depth, size, dropout):
    def law():
        return _i.VarianceScaling(scale=2.0, mode='fan_out', distribution='truncated_normal')
    def wide(filters):
        filters *= width
        rounded = max(8, int(filters + 4) // 8 * 8)
        return rounded + 8 if rounded < 0.9 * filters else rounded
    def convolved(x, filters, name, **options):
        return _l.Conv2D(filters, 1, padding='same', kernel_initializer=law(), name=name, **options)(x)
    def normed(x, prefix, ends=True):
        x = _l.BatchNormalization(name=prefix + 'bn')(x)
        return _l.Activation('swish', name=prefix + 'activation')(x) if ends else x
    plan = ((3, 1, 16, 1, 1), (3, 2, 24, 6, 2), (5, 2, 40, 6, 2), (3, 3, 80, 6, 2), (5, 3, 112, 6, 1), (5, 4, 192, 6, 2), (3, 1, 320, 6, 1))
    repeats = [-int(-(depth * row[1]) // 1) for row in plan]
    def make(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000, classifier_activation='softmax', name=name):
        image = _image(input_tensor, input_shape, include_top, size)
        x = _l.Normalization(axis=3)(_l.Rescaling(1.0 / 255.0)(image))
        if weights == 'imagenet':
            x = _l.Rescaling([deviation ** -0.5 for deviation in (0.229, 0.224, 0.225)])(x)
        x = _l.ZeroPadding2D(_correct_pad(x, 3), name='stem_conv_pad')(x)
        x = _l.Conv2D(wide(32), 3, strides=2, use_bias=False, kernel_initializer=law(), name='stem_conv')(x)
        x = normed(x, 'stem_')
        channels, done = wide(32), 0
        for stage, ((kernel, _, filters, expansion, first), count) in enumerate(zip(plan, repeats)):
            filters = wide(filters)
            for place in range(count):
                prefix = 'block%d%s_' % (stage + 1, chr(97 + place))
                stride = first if place == 0 else 1
                before = x
                if expansion > 1:
                    x = normed(convolved(x, channels * expansion, prefix + 'expand_conv', use_bias=False), prefix + 'expand_')
                if stride == 2:
                    x = _l.ZeroPadding2D(_correct_pad(x, kernel), name=prefix + 'dwconv_pad')(x)
                padding = 'same' if stride == 1 else 'valid'
                x = _l.DepthwiseConv2D(kernel, strides=stride, padding=padding, use_bias=False, depthwise_initializer=law(), name=prefix + 'dwconv')(x)
                x = normed(x, prefix)
                y = _l.GlobalAveragePooling2D(name=prefix + 'se_squeeze')(x)
                y = _l.Reshape((1, 1, channels * expansion), name=prefix + 'se_reshape')(y)
                y = convolved(y, max(1, channels // 4), prefix + 'se_reduce', activation='swish')
                y = convolved(y, channels * expansion, prefix + 'se_expand', activation='sigmoid')
                x = _l.Multiply(name=prefix + 'se_excite')([x, y])
                x = normed(convolved(x, filters, prefix + 'project_conv', use_bias=False), prefix + 'project_', False)
                if stride == 1 and channels == filters:
                    if done:
                        x = _l.Dropout(0.2 * done / sum(repeats), noise_shape=(None, 1, 1, 1), name=prefix + 'drop')(x)
                    x = _l.Add(name=prefix + 'add')([x, before])
                channels, done = filters, done + 1
        x = normed(convolved(x, wide(1280), 'top_conv', use_bias=False), 'top_')
        if include_top:
            x = _l.GlobalAveragePooling2D(name='avg_pool')(x)
            x = _l.Dropout(dropout, name='top_dropout')(x)
            start = _i.VarianceScaling(scale=1 / 3, mode='fan_out', distribution='uniform')
            x = _l.Dense(classes, activation=classifier_activation, kernel_initializer=start, name='predictions')(x)
        else:
            x = _pooled(x, pooling, _named)
        return _Model(image, x, name=name)
    return make

EfficientNetB0, EfficientNetB1 = _efficient('efficientnetb0', 1.0, 1.0, 224, 0.2), _efficient('efficientnetb1', 1.0, 1.1, 240, 0.2)
EfficientNetB2, EfficientNetB3 = _efficient('efficientnetb2', 1.1, 1.2, 260, 0.3), _efficient('efficientnetb3', 1.2, 1.4, 300, 0.3)
EfficientNetB4, EfficientNetB5 = _efficient('efficientnetb4', 1.4, 1.8, 380, 0.4), _efficient('efficientnetb5', 1.6, 2.2, 456, 0.4)
EfficientNetB6, EfficientNetB7 = _efficient('efficientnetb6', 1.8, 2.6, 528, 0.5), _efficient('efficientnetb7', 2.0, 3.1, 600, 0.5)
`;
