/** Spaces, environments and what is put around them, in Python of ours: as much of gymnasium as says what a network sees and gives. */

/** gymnasium.spaces. */
export const spacesSource = `
class Space:
    def __init__(self, shape=None, dtype=None, seed=None):
        self.shape = None if shape is None else tuple(int(size) for size in shape)
        self.dtype = None if dtype is None else np.dtype(dtype)
    def __class_getitem__(cls, item):
        return cls
    def seed(self, seed=None):
        return [seed]
    def contains(self, x):
        return True
    __contains__ = contains
    def sample(self, *args, **kwargs):
        return np.random.uniform(size=self.shape).astype(self.dtype)
class Box(Space):
    def __init__(self, low, high, shape=None, dtype=np.float32, seed=None):
        if shape is None:
            shape = np.shape(low) or np.shape(high)
        elif isinstance(shape, int):
            shape = (shape,)
        super().__init__(shape, dtype)
        self.low = np.full(self.shape, low, dtype=self.dtype)
        self.high = np.full(self.shape, high, dtype=self.dtype)
    def is_bounded(self, manner='both'):
        return True
class Discrete(Space):
    def __init__(self, n, seed=None, start=0):
        super().__init__((), np.int64)
        self.n, self.start = int(n), start
    def sample(self, *args, **kwargs):
        return self.start + np.random.randint(self.n)
    def __eq__(self, other):
        return isinstance(other, Discrete) and (self.n, self.start) == (other.n, other.start)
class MultiDiscrete(Space):
    def __init__(self, nvec, dtype=np.int64, seed=None, start=None):
        self.nvec = np.array(nvec, dtype=dtype)
        super().__init__(self.nvec.shape, dtype)
class MultiBinary(Space):
    def __init__(self, n, seed=None):
        self.n = n
        super().__init__((n,) if isinstance(n, int) else n, np.int8)
class Dict(Space):
    def __init__(self, spaces=None, seed=None, **parts):
        super().__init__()
        self.spaces = {**dict(spaces or {}), **parts}
    def __getitem__(self, key):
        return self.spaces[key]
    def __iter__(self):
        return iter(self.spaces)
    def __len__(self):
        return len(self.spaces)
    def keys(self):
        return self.spaces.keys()
    def values(self):
        return self.spaces.values()
    def items(self):
        return self.spaces.items()
    def sample(self, *args, **kwargs):
        return {key: space.sample() for key, space in self.spaces.items()}
class Tuple(Space):
    def __init__(self, spaces, seed=None):
        super().__init__()
        self.spaces = tuple(spaces)
    def __getitem__(self, index):
        return self.spaces[index]
    def __len__(self):
        return len(self.spaces)
    def sample(self, *args, **kwargs):
        return tuple(space.sample() for space in self.spaces)
def flatdim(space):
    if isinstance(space, Discrete):
        return space.n
    if isinstance(space, (Dict, Tuple)):
        return sum(flatdim(one) for one in (space.values() if isinstance(space, Dict) else space.spaces))
    if isinstance(space, MultiDiscrete):
        return int(sum(space.nvec))
    return math.prod(space.shape)
def flatten_space(space):
    return Box(0, 1, (flatdim(space),), space.dtype or np.float32)
`;

/** gymnasium itself. */
export const environmentSource = `
class Env:
    metadata = {'render_modes': []}
    render_mode = spec = None
    def __class_getitem__(cls, item):
        return cls
    @property
    def unwrapped(self):
        return self
    @property
    def np_random(self):
        return np.random.default_rng(0)
    def seed(self, seed=None):
        return [seed]
    def reset(self, *, seed=None, options=None):
        return _seen(self)
    def step(self, action):
        return _unknown('What an environment gives is not known.')
    def render(self, *args, **kwargs):
        return _unknown('What an environment shows is not known.')
    def close(self):
        pass
    def get_action_meanings(self):
        return (['NOOP', 'FIRE', 'RIGHT', 'LEFT', 'UP', 'DOWN'] * 3)[:self.action_space.n]
    def __enter__(self):
        return self
    def __exit__(self, *reasons):
        pass
class Wrapper(Env):
    def __init__(self, env):
        self.env = env
        self.observation_space = env.observation_space
        self.action_space = env.action_space
    def __getattr__(self, name):
        if name == 'env':
            raise AttributeError(name)
        return getattr(self.env, name)
    @property
    def unwrapped(self):
        return self.env.unwrapped
    def step(self, action):
        return self.env.step(action)
class ObservationWrapper(Wrapper): pass
class RewardWrapper(Wrapper): pass
class ActionWrapper(Wrapper): pass
class _Spec:
    def __init__(self, id):
        self.id = id
        self.name = id.rsplit('-', 1)[0]
        self.max_episode_steps = 1000
        self.reward_threshold = None
def _space(sizes, low, high, dtype):
    return spaces.Discrete(sizes) if isinstance(sizes, int) else spaces.Box(low, high, sizes, dtype)
def make(id, *args, **kwargs):
    if not isinstance(id, str):
        return _unknown('Which environment is made is not known.')
    found = _known(id, kwargs.get('continuous'))
    if found is None:
        return _unknown(f'What is seen and done in the environment {id} is not known. Say the network in a comment: # backprop-lens: network=…')
    observation, action, limit, dtype = found
    env = Env()
    pixels = dtype == 'uint8'
    env.observation_space = _space(observation, 0 if pixels else -np.inf, 255 if pixels else np.inf, dtype)
    env.action_space = _space(action, -limit, limit, np.float32)
    env.spec = _Spec(id)
    return env
def make_vec(id, num_envs=1, *args, **kwargs):
    return vector.SyncVectorEnv([lambda: make(id, **kwargs)] * num_envs)
def register(*args, **kwargs):
    pass
register_envs = register
`;

/** gymnasium.wrappers: those that change a space; all others of these names leave what is seen and done as it is. */
export const wrappersSource = `
def _box(space, shape, low=None, high=None, dtype=None):
    return spaces.Box(-np.inf if low is None else low, np.inf if high is None else high, shape, dtype or space.dtype)
class ResizeObservation(ObservationWrapper):
    def __init__(self, env, shape):
        super().__init__(env)
        sizes = (shape, shape) if isinstance(shape, int) else tuple(shape)
        self.observation_space = _box(env.observation_space, sizes + env.observation_space.shape[2:], 0, 255)
class GrayScaleObservation(ObservationWrapper):
    def __init__(self, env, keep_dim=False):
        super().__init__(env)
        sizes = env.observation_space.shape[:2]
        self.observation_space = _box(env.observation_space, sizes + (1,) if keep_dim else sizes, 0, 255, np.uint8)
GrayscaleObservation = GrayScaleObservation
class FrameStack(ObservationWrapper):
    def __init__(self, env, num_stack=None, *args, stack_size=None, **kwargs):
        super().__init__(env)
        frames = num_stack if stack_size is None else stack_size
        self.observation_space = _box(env.observation_space, (frames,) + env.observation_space.shape, 0, 255)
FrameStackObservation = FrameStack
class FlattenObservation(ObservationWrapper):
    def __init__(self, env):
        super().__init__(env)
        self.observation_space = spaces.flatten_space(env.observation_space)
class AtariPreprocessing(Wrapper):
    def __init__(self, env, noop_max=30, frame_skip=4, screen_size=84, terminal_on_life_loss=False, grayscale_obs=True, grayscale_newaxis=False, scale_obs=False):
        super().__init__(env)
        sizes = (screen_size, screen_size) if isinstance(screen_size, int) else tuple(screen_size)
        sizes += () if grayscale_obs and not grayscale_newaxis else (1,) if grayscale_obs else (3,)
        self.observation_space = _box(env.observation_space, sizes, 0, 1 if scale_obs else 255, np.float32 if scale_obs else np.uint8)
class TransformObservation(ObservationWrapper):
    def __init__(self, env, func=None, observation_space=None, *args, **kwargs):
        super().__init__(env)
        if isinstance(observation_space, spaces.Space):
            self.observation_space = observation_space
class RescaleAction(ActionWrapper):
    def __init__(self, env, min_action=-1.0, max_action=1.0):
        super().__init__(env)
        self.action_space = _box(env.action_space, env.action_space.shape, min_action, max_action)
class _Same(Wrapper):
    def __init__(self, env, *args, **kwargs):
        super().__init__(env)
class RecordVideo(_Same): pass
class RecordEpisodeStatistics(_Same): pass
class Monitor(_Same): pass
class ClipAction(_Same): pass
class ClipReward(_Same): pass
class NormalizeObservation(_Same): pass
class NormalizeReward(_Same): pass
class TransformReward(_Same): pass
class TimeLimit(_Same): pass
class Autoreset(_Same): pass
class AutoResetWrapper(_Same): pass
class OrderEnforcing(_Same): pass
class PassiveEnvChecker(_Same): pass
class HumanRendering(_Same): pass
class RenderCollection(_Same): pass
class NumpyToTorch(_Same): pass
`;

/** gymnasium.vector. */
export const vectorSource = `
class VectorEnv(Env):
    pass
class SyncVectorEnv(VectorEnv):
    def __init__(self, env_fns, *args, **kwargs):
        self.envs = [make() for make in env_fns]
        self.num_envs = len(self.envs)
        first = self.envs[0]
        self.single_observation_space = first.observation_space
        self.single_action_space = first.action_space
        self.observation_space = self._batched(first.observation_space)
        self.action_space = self._batched(first.action_space)
        self.spec = first.spec
    def _batched(self, space):
        if isinstance(space, spaces.Discrete):
            return spaces.MultiDiscrete([space.n] * self.num_envs)
        if isinstance(space, spaces.Box):
            return spaces.Box(-np.inf, np.inf, (self.num_envs,) + space.shape, space.dtype)
        return space
AsyncVectorEnv = SyncVectorEnv
VectorWrapper = Wrapper
`;
