/** Parts of packages that only say something of other code, in Python: versions as PEP 440 has them, since programs choose their code by them, and checked fields of settings. */

export const packagingVersionSource = `
import re

class InvalidVersion(ValueError):
    pass

_form = re.compile(
    r'v?(?:(?P<epoch>[0-9]+)!)?(?P<release>[0-9]+(?:\\.[0-9]+)*)'
    r'(?:[-_.]?(?P<phase>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?P<pre>[0-9]+)?)?'
    r'(?P<post>-(?P<implicit>[0-9]+)|[-_.]?(?:post|rev|r)[-_.]?(?P<number>[0-9]+)?)?'
    r'(?P<dev>[-_.]?dev[-_.]?(?P<day>[0-9]+)?)?'
    r'(?:\\+(?P<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?'
)
_phases = {'alpha': 'a', 'beta': 'b', 'c': 'rc', 'pre': 'rc', 'preview': 'rc'}

class Version:
    def __init__(self, version):
        found = _form.fullmatch(version.strip().lower())
        if found is None:
            raise InvalidVersion(f'Invalid version: {version!r}')
        self.epoch = int(found.group('epoch') or 0)
        self.release = tuple([int(part) for part in found.group('release').split('.')])
        phase = found.group('phase')
        self.pre = None if phase is None else (_phases.get(phase, phase), int(found.group('pre') or 0))
        self.post = None if found.group('post') is None else int(found.group('implicit') or found.group('number') or 0)
        self.dev = None if found.group('dev') is None else int(found.group('day') or 0)
        local = found.group('local')
        parts = [] if local is None else re.split(r'[-_.]', local)
        self._parts = [int(part) if part.isdigit() else part for part in parts]
        self.local = '.'.join([str(part) for part in self._parts]) or None

    @property
    def major(self):
        return self.release[0]

    @property
    def minor(self):
        return self.release[1] if len(self.release) > 1 else 0

    @property
    def micro(self):
        return self.release[2] if len(self.release) > 2 else 0

    @property
    def base_version(self):
        epoch = f'{self.epoch}!' if self.epoch else ''
        return epoch + '.'.join([str(part) for part in self.release])

    @property
    def public(self):
        pre = '' if self.pre is None else f'{self.pre[0]}{self.pre[1]}'
        post = '' if self.post is None else f'.post{self.post}'
        dev = '' if self.dev is None else f'.dev{self.dev}'
        return self.base_version + pre + post + dev

    @property
    def is_prerelease(self):
        return self.dev is not None or self.pre is not None

    @property
    def is_postrelease(self):
        return self.post is not None

    @property
    def is_devrelease(self):
        return self.dev is not None

    def _key(self):
        release = list(self.release)
        while release and release[-1] == 0:
            release.pop()
        if self.pre is not None:
            pre = (0, *self.pre)
        else:
            # A development release comes before the first phase of its version.
            pre = (-1,) if self.post is None and self.dev is not None else (1,)
        post = (-1,) if self.post is None else (0, self.post)
        dev = (1,) if self.dev is None else (0, self.dev)
        local = tuple([(1, part) if isinstance(part, int) else (0, part) for part in self._parts])
        return (self.epoch, tuple(release), pre, post, dev, local)

    def __str__(self):
        return self.public if self.local is None else f'{self.public}+{self.local}'

    def __repr__(self):
        return f"<Version('{self}')>"

    def __hash__(self):
        return hash(self._key())

    def __eq__(self, other):
        return self._key() == other._key() if isinstance(other, Version) else NotImplemented

    def __lt__(self, other):
        return self._key() < other._key() if isinstance(other, Version) else NotImplemented

    def __le__(self, other):
        return self._key() <= other._key() if isinstance(other, Version) else NotImplemented

    def __gt__(self, other):
        return self._key() > other._key() if isinstance(other, Version) else NotImplemented

    def __ge__(self, other):
        return self._key() >= other._key() if isinstance(other, Version) else NotImplemented

def parse(version):
    return Version(version)
`;

/** huggingface_hub.dataclasses: fields with checks, which are taken to hold. */
export const checkedFieldsSource = `
from dataclasses import MISSING, field

def validated_field(validator, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True, metadata=None, **kwargs):
    return field(default=default, default_factory=default_factory, init=init, repr=repr, hash=hash, compare=compare, metadata=metadata, **kwargs)

def as_validated_field(validator):
    def inner(default=MISSING, default_factory=MISSING, **options):
        return validated_field(validator, default, default_factory, **options)
    return inner

def strict(cls=None, *, accept_kwargs=False):
    return (lambda decorated: decorated) if cls is None else cls
`;
