/** What agents see and do, as gymnasium's documentation of each environment and wrapper says it, and the networks that are made for them. */
import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import type { Overrides } from '../../../src/readers/reader';
import { readSource } from '../../../src/readers/table';
import { repr } from '../../../src/readers/python/evaluate/repr';
import { readProgram } from '../../../src/readers/python/read/program';
import { programModules } from '../../../src/readers/program/modules';

/** The repr of `x` after a program. */
function shown(text: string): string {
  const program = readProgram({ path: 'm.py', text }, { modules: programModules });
  assert.deepEqual(
    program.problems().map(({ message }) => message),
    [],
  );
  const value = program.main.module.attributes.get('x');
  if (value === undefined) return 'missing';
  return value.kind === 'unknown' ? `unknown: ${value.message}` : repr(program.machine, value);
}

/** From the pages of gymnasium's and ALE's documentation: action space and observation space at the head of each. */
const documented: readonly (readonly [string, string, string])[] = [
  ['CartPole-v1', '(4,)', '2'],
  ['Acrobot-v1', '(6,)', '3'],
  ['MountainCar-v0', '(2,)', '3'],
  ['LunarLander-v3', '(8,)', '4'],
  ['Taxi-v3', '500', '6'],
  ['CliffWalking-v1', '48', '4'],
  ['ALE/Pong-v5', '(210, 160, 3)', '6'],
  ['BreakoutNoFrameskip-v4', '(210, 160, 3)', '4'],
  ['SpaceInvaders-v0', '(210, 160, 3)', '6'],
  ['ALE/MsPacman-ram-v5', '(128,)', '9'],
];

const overrides: Overrides = {
  ...{ sampleShape: null, loss: null, network: null, inputs: null, mode: 'train' },
};

describe('environments', () => {
  for (const [id, seen, choices] of documented) {
    it(`knows ${id}`, () => {
      const text = `import gymnasium as gym\nenv = gym.make('${id}')\nspace = env.observation_space\nx = space.shape or space.n, env.action_space.n\n`;
      assert.equal(shown(text), `(${seen}, ${choices})`);
    });
  }

  it('knows bodies whose actions are numbers, version by version', () => {
    const sizes = (id: string): string =>
      shown(
        `import gym\nenv = gym.make('${id}')\nx = env.observation_space.shape[0], env.action_space.shape[0], float(env.action_space.high[0])\n`,
      );
    assert.equal(sizes('Pendulum-v1'), '(3, 1, 2.0)');
    assert.equal(sizes('HalfCheetah-v4'), '(17, 6, 1.0)');
    assert.equal(sizes('Ant-v2'), '(111, 8, 1.0)');
    assert.equal(sizes('Ant-v4'), '(27, 8, 1.0)');
    assert.equal(sizes('Ant-v5'), '(105, 8, 1.0)');
    assert.equal(sizes('BipedalWalker-v3'), '(24, 4, 1.0)');
  });

  it('follows wrappers, also those of a program, and many environments at once', () => {
    const text = `import gymnasium as gym
class Skip(gym.Wrapper):
    def __init__(self, env, skip=4):
        super().__init__(env)
        self.skip = skip
def make_env(seed):
    def thunk():
        env = gym.wrappers.RecordEpisodeStatistics(gym.make('BreakoutNoFrameskip-v4'))
        env = Skip(env)
        if 'FIRE' in env.unwrapped.get_action_meanings():
            env = gym.wrappers.ResizeObservation(env, (84, 84))
        env = gym.wrappers.FrameStack(gym.wrappers.GrayScaleObservation(env), 4)
        env.action_space.seed(seed)
        return env
    return thunk
envs = gym.vector.SyncVectorEnv([make_env(i) for i in range(3)])
x = envs.single_observation_space.shape, envs.single_action_space.n, envs.observation_space.shape, envs.num_envs, isinstance(envs.single_action_space, gym.spaces.Discrete)
`;
    assert.equal(shown(text), '((4, 84, 84), 4, (3, 4, 84, 84), 3, True)');
  });

  it('gives observations of the right shape, and says nothing of what is not known', () => {
    assert.equal(
      shown("import gymnasium as gym\nstate, info = gym.make('CartPole-v1').reset()\nx = len(state), info\n"),
      '(4, {})',
    );
    assert.match(
      shown("import gym\nx = gym.make('MyOwn-v0').observation_space\n"),
      /^unknown: What is seen and done in the environment MyOwn-v0 is not known\./,
    );
    assert.equal(
      shown("import gym\nx = gym.make('CartPole-v0').reset()\n"),
      'unknown: What an environment gives is not known.',
    );
  });

  it('lets a network be read that is made for an environment in the main block', () => {
    const text = `import gymnasium as gym, torch, tyro
from dataclasses import dataclass
import torch.nn as nn
@dataclass
class Args:
    env_id: str = 'CartPole-v1'
class QNetwork(nn.Module):
    def __init__(self, env):
        super().__init__()
        self.network = nn.Sequential(nn.Linear(env.observation_space.shape[0], 16), nn.ReLU(), nn.Linear(16, env.action_space.n))
    def forward(self, x):
        return self.network(x)
if __name__ == '__main__':
    args = tyro.cli(Args)
    env = gym.make(args.env_id)
    q_network = QNetwork(env)
    optimizer = torch.optim.Adam(q_network.parameters(), lr=1e-3)
`;
    const [network] = readSource({ path: 'm.py', text }, new Map(), overrides).networks;
    const parameters = network?.nodes.flatMap((node) =>
      node.kind === 'parameter' ? [node.shape.join()] : [],
    );
    assert.deepEqual(parameters, ['16,4', '16', '2,16', '2']);
  });
});
