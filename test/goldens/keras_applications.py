"""Counts the parameters of keras.applications with and without the top, and notes the names of their layers.

usage: KERAS_BACKEND=torch python test/goldens/keras_applications.py test/readers/keras/applications.json      (models that the file has are not made again)
"""
import hashlib
import json
import math
import pathlib
import sys

import keras

NAMES = (
    "VGG16 ResNet50 MobileNetV2 MobileNetV3Small EfficientNetB0 DenseNet121 Xception InceptionV3 MobileNet MobileNetV3Large ResNet50V2 VGG19 "
    "InceptionResNetV2 EfficientNetB3 ResNet101V2 DenseNet169 EfficientNetB1 EfficientNetB2 EfficientNetB4 DenseNet201 ResNet101 ResNet152 ResNet152V2 "
    "EfficientNetB5 EfficientNetB6 EfficientNetB7"
).split()

TOPLESS = "include_top=False, input_shape=(96, 96, 3), pooling='avg'"


def described(model):
    names = sorted(layer.name for layer in model.layers if layer.trainable_weights)
    return {
        "parameters": model.count_params(),
        "trainable": sum(math.prod(weight.shape) for weight in model.trainable_weights),
        "layers": hashlib.sha256(" ".join(names).encode()).hexdigest()[:16],
    }


out = pathlib.Path(sys.argv[1])
found = json.loads(out.read_text())["models"] if out.exists() else {}
for name in NAMES:
    for arguments in ("", TOPLESS):
        expression = f"{name}({arguments})"
        if expression in found:
            continue
        keras.utils.clear_session()
        made = eval(f"keras.applications.{name}(weights=None, {arguments})")
        found[expression] = described(made)
        del made
        out.write_text(json.dumps({"keras": keras.__version__, "models": found}, indent=1) + "\n")
