/** Lightning's names (pytorch_lightning, lightning.pytorch), in Python of ours: its module is a Module of torch, and nothing trains. */

/** `_arguments_of(self)` gives the arguments of the constructor under way; `_Module`, `_Inert` and `_cpu` come from torch. */
export const lightningSource = `
class _Arguments(dict):
    def __getattr__(self, name):
        if name not in self:
            raise AttributeError(f'Missing attribute "{name}"')
        return self[name]
    def __setattr__(self, name, value):
        self[name] = value

class _Parametrised:
    def save_hyperparameters(self, *args, ignore=None, frame=None, logger=True):
        given = _arguments_of(self)
        left_out = [ignore] if isinstance(ignore, str) else list(ignore or [])
        names = [name for name in args if isinstance(name, str)]
        kept = {name: value for name, value in given.items() if name not in left_out and (not names or name in names)}
        for one in args:
            if isinstance(one, dict):
                kept = dict(one)
            elif not isinstance(one, str) and hasattr(one, '__dict__'):
                kept = dict(vars(one))
        self.hparams.update(kept)
    @property
    def hparams(self):
        if getattr(self, '_hparams', None) is None:
            self._hparams = _Arguments()
        return self._hparams
    @property
    def hparams_initial(self):
        return _Arguments(self.hparams)

def _nothing(self, *args, **kwargs):
    pass

class LightningModule(_Parametrised, _Module):
    example_input_array = None
    automatic_optimization = True
    current_epoch = global_step = global_rank = local_rank = 0
    trainer = logger = None
    on_gpu = False
    device = _cpu
    log = log_dict = print = on_fit_start = on_fit_end = on_train_start = on_train_end = _nothing
    on_train_epoch_start = on_train_epoch_end = on_validation_epoch_start = on_validation_epoch_end = _nothing
    on_test_epoch_start = on_test_epoch_end = on_train_batch_start = on_train_batch_end = _nothing
    on_validation_start = on_validation_end = on_save_checkpoint = on_load_checkpoint = _nothing
    setup = prepare_data = teardown = manual_backward = toggle_optimizer = untoggle_optimizer = _nothing
    def freeze(self):
        self.requires_grad_(False)
        self.eval()
    def unfreeze(self):
        self.requires_grad_(True)
        self.train()
    def training_step(self, *args, **kwargs):
        raise NotImplementedError('training_step must be implemented to be used with the Lightning Trainer')
    def configure_optimizers(self):
        raise NotImplementedError('configure_optimizers must be implemented to be used with the Lightning Trainer')
    def optimizers(self, use_pl_optimizer=True):
        return self.configure_optimizers()
    def lr_schedulers(self):
        return None
    def all_gather(self, data, group=None, sync_grads=False):
        return data
    def get_progress_bar_dict(self):
        return {}
    @classmethod
    def load_from_checkpoint(cls, checkpoint_path, map_location=None, hparams_file=None, strict=None, **kwargs):
        return cls(**kwargs)

class LightningDataModule(_Parametrised):
    def __init__(self):
        self.trainer = None
    prepare_data = setup = teardown = _nothing
    def train_dataloader(self):
        return _unknown_effect('train_dataloader')
    val_dataloader = test_dataloader = predict_dataloader = train_dataloader

class Callback:
    pass

class Trainer(_Inert):
    callback_metrics = logged_metrics = {}
    is_global_zero = True
    global_rank = current_epoch = global_step = 0

def seed_everything(seed=None, workers=False, verbose=True):
    return seed or 0

def _started(*args, **kwargs):
    return _Inert()

class ModelCheckpoint(_Inert, Callback):
    best_model_path = ''
class EarlyStopping(_Inert, Callback):
    pass
class LearningRateMonitor(_Inert, Callback):
    pass
TQDMProgressBar = RichProgressBar = Timer = ModelSummary = StochasticWeightAveraging = GradientAccumulationScheduler = LearningRateMonitor
TensorBoardLogger = CSVLogger = WandbLogger = MLFlowLogger = CometLogger = LightningLoggerBase = Logger = _Inert
DDPStrategy = FSDPStrategy = LightningCLI = Fabric = _Inert

def rank_zero_only(function):
    return function
rank_zero_info = rank_zero_warn = rank_zero_deprecation = _started
__version__ = '2.5.0'
`;
