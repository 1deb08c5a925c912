/** torch.utils.data in Python of ours: sets of samples with a length, and loaders that put samples into batches in order. */

/** torch.utils.data. */
export const dataSource = `
from collections.abc import Mapping as _Mapping

class Dataset:
    def __class_getitem__(cls, item):
        return cls
    def __getitem__(self, index):
        raise NotImplementedError('Subclasses of Dataset should implement __getitem__.')
    def __add__(self, other):
        return ConcatDataset([self, other])

class IterableDataset(Dataset):
    pass

class TensorDataset(Dataset):
    def __init__(self, *tensors):
        assert all(tensors[0].size(0) == tensor.size(0) for tensor in tensors), 'Size mismatch between tensors'
        self.tensors = tensors
    def __getitem__(self, index):
        return tuple(tensor[index] for tensor in self.tensors)
    def __len__(self):
        return self.tensors[0].size(0)

class Subset(Dataset):
    def __init__(self, dataset, indices):
        self.dataset, self.indices = dataset, indices
    def __getitem__(self, index):
        return self.dataset[self.indices[index]]
    def __len__(self):
        return len(self.indices)

class ConcatDataset(Dataset):
    def __init__(self, datasets):
        self.datasets = list(datasets)
    def __len__(self):
        return sum(len(dataset) for dataset in self.datasets)
    def __getitem__(self, index):
        for dataset in self.datasets:
            if index < len(dataset):
                return dataset[index]
            index -= len(dataset)
        raise IndexError('dataset index out of range')

class StackDataset(Dataset):
    def __init__(self, *datasets):
        self.datasets = datasets
    def __len__(self):
        return len(self.datasets[0])
    def __getitem__(self, index):
        return tuple(dataset[index] for dataset in self.datasets)

class ChainDataset(IterableDataset):
    def __init__(self, datasets):
        self.datasets = datasets

def random_split(dataset, lengths, generator=None):
    count = len(dataset)
    if sum(lengths) <= 1:
        sizes = [int(count * share) for share in lengths]
        for place in range(count - sum(sizes)):
            sizes[place % len(sizes)] += 1
        lengths = sizes
    if sum(lengths) != count:
        raise ValueError('Sum of input lengths does not equal the length of the input dataset!')
    parts, start = [], 0
    for length in lengths:
        parts.append(Subset(dataset, range(start, start + length)))
        start += length
    return parts

class Sampler:
    def __class_getitem__(cls, item):
        return cls
    def __init__(self, data_source=None, *args, **kwargs):
        self.data_source = data_source
    def __iter__(self):
        return iter(range(len(self.data_source)))
    def __len__(self):
        return len(self.data_source)

class SequentialSampler(Sampler):
    pass
class RandomSampler(Sampler):
    pass
class SubsetRandomSampler(Sampler):
    pass
class DistributedSampler(Sampler):
    def __init__(self, dataset, num_replicas=None, rank=None, shuffle=True, seed=0, drop_last=False):
        self.dataset, self.num_replicas, self.rank = dataset, num_replicas or 1, rank or 0
        count = len(dataset)
        self.num_samples = count // self.num_replicas if drop_last else -(-count // self.num_replicas)
    def __iter__(self):
        return iter([(self.rank + place * self.num_replicas) % len(self.dataset) for place in range(self.num_samples)])
    def __len__(self):
        return self.num_samples
    def set_epoch(self, epoch):
        pass
class WeightedRandomSampler(Sampler):
    def __init__(self, weights, num_samples, replacement=True, generator=None):
        self.weights, self.num_samples = weights, num_samples
    def __iter__(self):
        return iter(range(self.num_samples))
    def __len__(self):
        return self.num_samples
class BatchSampler(Sampler):
    def __init__(self, sampler, batch_size, drop_last):
        self.sampler, self.batch_size, self.drop_last = sampler, batch_size, drop_last
    def __iter__(self):
        batch = []
        for index in self.sampler:
            batch.append(index)
            if len(batch) == self.batch_size:
                yield batch
                batch = []
        if batch and not self.drop_last:
            yield batch
    def __len__(self):
        count = len(self.sampler)
        return count // self.batch_size if self.drop_last else -(-count // self.batch_size)

def default_collate(batch):
    first = batch[0]
    if isinstance(first, _torch.Tensor):
        return _torch.stack(list(batch))
    if isinstance(first, (bool, int, float)):
        return _torch.tensor(list(batch))
    if isinstance(first, str):
        return list(batch)
    if isinstance(first, dict):
        return {key: default_collate([one[key] for one in batch]) for key in first}
    if isinstance(first, tuple) and hasattr(first, '_fields'):
        return type(first)(*[default_collate(list(column)) for column in zip(*batch)])
    if isinstance(first, (list, tuple)):
        return [default_collate(list(column)) for column in zip(*batch)]
    return _torch.as_tensor(first)

def default_convert(data):
    return data
def get_worker_info():
    return None

class DataLoader:
    def __class_getitem__(cls, item):
        return cls
    def __init__(self, dataset, batch_size=1, shuffle=None, sampler=None, batch_sampler=None, num_workers=0, collate_fn=None, pin_memory=False, drop_last=False, timeout=0, worker_init_fn=None, multiprocessing_context=None, generator=None, *, prefetch_factor=None, persistent_workers=False, pin_memory_device='', in_order=True):
        self.dataset, self.batch_size, self.drop_last = dataset, batch_size, drop_last
        self.sampler, self.batch_sampler, self.num_workers = sampler, batch_sampler, num_workers
        self.collate_fn = collate_fn or default_collate
    def __len__(self):
        count = len(self.dataset)
        return count // self.batch_size if self.drop_last else (count + self.batch_size - 1) // self.batch_size
    def __iter__(self):
        count = len(self.dataset)
        for start in range(0, count, self.batch_size):
            end = min(start + self.batch_size, count)
            if end - start < self.batch_size and self.drop_last:
                return
            yield self.collate_fn([self.dataset[index] for index in range(start, end)])
`;
