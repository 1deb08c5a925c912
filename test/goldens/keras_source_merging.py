"""Layers of keras that join several tensors, as classes and as functions."""
from keras_source_cases import graphs, wrong_graphs

PAIRS = graphs("\n".join(
    f"{call}([x, y]) <- {shapes}"
    for name in ("add", "subtract", "multiply", "average", "maximum", "minimum")
    for call, shapes in ((f"layers.{name.capitalize()}()", "2,3,4 ; 2,3,4"), (f"layers.{name}", "2,4 ; 2,4"), (f"layers.{name.capitalize()}()", "2,3,4 ; 2,1,4"))
))

REST = graphs("""
layers.Add()([x, y, z]) <- 2,3 ; 2,3 ; 2,3
layers.Average()([x, y, z]) <- 2,3 ; 2,3 ; 2,3
layers.Maximum()([x, y, z]) <- 2,3 ; 2,3 ; 2,3
layers.Multiply()([x, x]) <- 2,3
layers.Add()([x, y]) <- 2,3,4 ; 2,4
layers.Multiply()([x, y]) <- 2,1,1,4 ; 2,3,2,4
layers.Concatenate()([x, y]) <- 2,3 ; 2,4
layers.Concatenate(axis=1)([x, y]) <- 2,3,4 ; 2,2,4
layers.Concatenate(axis=-1)([x, y, z]) <- 2,3,1 ; 2,3,2 ; 2,3,3
layers.concatenate([x, y]) <- 2,3 ; 2,4
layers.concatenate([x, y], axis=1) <- 2,3,4 ; 2,2,4
layers.Dot(axes=1)([x, y]) <- 2,4 ; 2,4
layers.Dot(axes=1, normalize=True)([x, y]) <- 2,4 ; 2,4
layers.Dot(axes=(1, 2))([x, y]) <- 2,4,3 ; 2,5,4
layers.Dot(axes=2)([x, y]) <- 2,3,4 ; 2,5,4
layers.Dot(axes=-1)([x, y]) <- 2,3,4 ; 2,5,4
layers.Dot(axes=[2, 1])([x, y]) <- 2,3,4 ; 2,4,5
layers.Dot(axes=(2, 1), normalize=True)([x, y]) <- 2,3,4 ; 2,4,5
layers.dot([x, y], axes=1) <- 2,4 ; 2,4
layers.dot([x, y], axes=-1, normalize=True) <- 2,4 ; 2,4
keras.layers.Add(name='sum')([layers.Dense(3)(x), y]) <- 2,4 ; 2,3
""")

WRONG = wrong_graphs("""
layers.Add()([x, y]) <- 2,3 ; 2,4 !! ValueError & Inputs have incompatible shapes. Received shapes (3,) and (4,)
layers.Add()(x) <- 2,3 !! ValueError & A merge layer should be called on a list of inputs.
layers.Subtract()([x, y, z]) <- 2,3 ; 2,3 ; 2,3 !! ValueError & A `Subtract` layer should be called on exactly 2 inputs.
layers.Concatenate(axis=1)([x, y]) <- 2,3,4 ; 2,3,5 !! ValueError & A `Concatenate` layer requires inputs with matching shapes except for the concatenation axis.
layers.Concatenate()([x, y]) <- 2,3 ; 2,3,4 !! ValueError & A `Concatenate` layer requires inputs with matching shapes except for the concatenation axis.
layers.Dot(axes=1)([x, y]) <- 2,3 ; 2,4 !! ValueError & Incompatible input shapes: axis values 3 (at axis 1) != 4 (at axis 1).
layers.Dot(axes='1')([x, y]) <- 2,3 ; 2,3 !! TypeError & Invalid type for argument `axes`: it should be a list or an int.
""")

CASES = PAIRS + REST + WRONG
