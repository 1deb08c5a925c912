"""Dropout, noise and penalties of keras: in inference all of them pass on what they are given."""
from keras_source_cases import stacks, wrong_stacks

INFERENCE = stacks("""
layers.Dropout(0.2) <- 2,3
layers.Dropout(rate=0.5, noise_shape=(None, 1, 3), seed=1) <- 2,4,3
layers.SpatialDropout1D(0.3) <- 2,4,3
layers.SpatialDropout2D(0.3, data_format='channels_first') <- 2,3,4,4
layers.SpatialDropout3D(0.3) <- 2,2,2,2,3
layers.GaussianNoise(0.1) <- 2,3
layers.GaussianDropout(0.3) <- 2,3
layers.AlphaDropout(0.3) <- 2,3
layers.ActivityRegularization(l1=0.1, l2=0.01) <- 2,3
layers.Dense(4, activation='relu');; layers.Dropout(0.5);; layers.Dense(2) <- 2,3
""")

TRAINED = stacks("""
layers.Dropout(0) <- 2,3
layers.Dropout(0.0) <- 2,3
layers.SpatialDropout1D(0.0) <- 2,4,3
layers.GaussianNoise(0.0) <- 2,3
layers.GaussianDropout(0.0) <- 2,3
layers.AlphaDropout(0.0) <- 2,3
layers.ActivityRegularization(l2=0.01) <- 2,3
""", "train")

WRONG = wrong_stacks("""
layers.Dropout(-0.1) <- 2,3 !! ValueError & Invalid value received for argument `rate`. Expected a float value between 0 and 1. Received: rate=-0.1
layers.Dropout('half') <- 2,3 !! Error
layers.GaussianNoise(-1) <- 2,3 !! ValueError & Invalid value received for argument `stddev`
layers.SpatialDropout2D(0.5) <- 2,3 !! ValueError & expected ndim=4, found ndim=2
""")

CASES = INFERENCE + TRAINED + WRONG
