/** What agents see and do in the environments that every program knows by name: facts of gymnasium's and ALE's documentation. */

/** Sizes of a box of numbers, or how many there are of one choice. */
export type SpaceSizes = readonly number[] | number;

/** One environment: what is observed and what is done. */
export interface KnownEnvironment {
  readonly observation: SpaceSizes;
  readonly action: SpaceSizes;
  /** The greatest absolute value of an action that is no choice. */
  readonly actionLimit: number;
  /** The element type of what is observed, as numpy names it. */
  readonly dtype: 'float32' | 'float64' | 'uint8' | 'int64';
}

const float32 = 'float32';
const float64 = 'float64';

/** Names without their versions; where versions differ, `-vN` and later first. */
const byName: Readonly<Record<string, KnownEnvironment>> = {
  CartPole: { observation: [4], action: 2, actionLimit: 1, dtype: float32 },
  Acrobot: { observation: [6], action: 3, actionLimit: 1, dtype: float32 },
  MountainCar: { observation: [2], action: 3, actionLimit: 1, dtype: float32 },
  MountainCarContinuous: { observation: [2], action: [1], actionLimit: 1, dtype: float32 },
  Pendulum: { observation: [3], action: [1], actionLimit: 2, dtype: float32 },
  LunarLander: { observation: [8], action: 4, actionLimit: 1, dtype: float32 },
  LunarLanderContinuous: { observation: [8], action: [2], actionLimit: 1, dtype: float32 },
  BipedalWalker: { observation: [24], action: [4], actionLimit: 1, dtype: float32 },
  BipedalWalkerHardcore: { observation: [24], action: [4], actionLimit: 1, dtype: float32 },
  CarRacing: { observation: [96, 96, 3], action: [3], actionLimit: 1, dtype: 'uint8' },
  FrozenLake: { observation: 16, action: 4, actionLimit: 1, dtype: 'int64' },
  FrozenLake8x8: { observation: 64, action: 4, actionLimit: 1, dtype: 'int64' },
  CliffWalking: { observation: 48, action: 4, actionLimit: 1, dtype: 'int64' },
  Taxi: { observation: 500, action: 6, actionLimit: 1, dtype: 'int64' },
  HalfCheetah: { observation: [17], action: [6], actionLimit: 1, dtype: float64 },
  Hopper: { observation: [11], action: [3], actionLimit: 1, dtype: float64 },
  Walker2d: { observation: [17], action: [6], actionLimit: 1, dtype: float64 },
  Swimmer: { observation: [8], action: [2], actionLimit: 1, dtype: float64 },
  'Reacher-v5': { observation: [10], action: [2], actionLimit: 1, dtype: float64 },
  Reacher: { observation: [11], action: [2], actionLimit: 1, dtype: float64 },
  Pusher: { observation: [23], action: [7], actionLimit: 2, dtype: float64 },
  'Ant-v5': { observation: [105], action: [8], actionLimit: 1, dtype: float64 },
  'Ant-v4': { observation: [27], action: [8], actionLimit: 1, dtype: float64 },
  Ant: { observation: [111], action: [8], actionLimit: 1, dtype: float64 },
  'Humanoid-v5': { observation: [348], action: [17], actionLimit: 0.4, dtype: float64 },
  Humanoid: { observation: [376], action: [17], actionLimit: 0.4, dtype: float64 },
  'HumanoidStandup-v5': { observation: [348], action: [17], actionLimit: 0.4, dtype: float64 },
  HumanoidStandup: { observation: [376], action: [17], actionLimit: 0.4, dtype: float64 },
  InvertedPendulum: { observation: [4], action: [1], actionLimit: 3, dtype: float64 },
  'InvertedDoublePendulum-v5': { observation: [9], action: [1], actionLimit: 1, dtype: float64 },
  InvertedDoublePendulum: { observation: [11], action: [1], actionLimit: 1, dtype: float64 },
};

/** Games of the Atari 2600 by the number of actions that they need; 18 is all that the console has. */
const games: Readonly<Record<number, string>> = {
  3: 'Backgammon Freeway Skiing',
  4: 'Atlantis Breakout Casino Kaboom',
  5: 'Frogger Pacman Surround Tetris',
  6: 'AirRaid Bowling Carnival DemonAttack Galaxian KingKong NameThisGame Pong Pooyan Qbert SirLancelot SpaceInvaders UpNDown',
  7: 'Assault',
  8: 'Gopher Phoenix Tutankham',
  9: 'Asterix BeamRider CrazyClimber Enduro Koolaid LostLuggage MsPacman VideoPinball',
  10: 'Amidar MrDo Othello TimePilot VideoChess WizardOfWor',
  12: 'Turmoil',
  14: 'Asteroids KeystoneKapers KungFuMaster',
  16: 'JourneyEscape',
  18: 'Adventure Alien BankHeist BattleZone Berzerk Boxing Centipede ChopperCommand Defender DonkeyKong DoubleDunk ElevatorAction FishingDerby Frostbite Gravitar Hero IceHockey Jamesbond Kangaroo Krull MarioBros MontezumaRevenge Pitfall PrivateEye Riverraid RoadRunner Robotank Seaquest Solaris StarGunner Tennis Venture YarsRevenge Zaxxon',
};

const actionsOf = new Map(
  Object.entries(games).flatMap(([actions, names]) =>
    names.split(' ').map((name) => [name, Number(actions)] as const),
  ),
);

/** What is known of an environment by its id: `CartPole-v1`, `ALE/Pong-v5`, `BreakoutNoFrameskip-v4`; null where its name says nothing. */
export function knownEnvironment(id: string): KnownEnvironment | null {
  const name = id.replace(/^ALE\//, '').replace(/-v\d+$/, '');
  const known = byName[id] ?? byName[name];
  if (known) return known;
  const [, game = '', memory] = /^(\w+?)(-ram)?(?:NoFrameskip|Deterministic)?$/.exec(name) ?? [];
  const action = actionsOf.get(game);
  if (action === undefined) return null;
  return { observation: memory ? [128] : [210, 160, 3], action, actionLimit: 1, dtype: 'uint8' };
}
