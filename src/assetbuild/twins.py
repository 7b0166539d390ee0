"""The precompressed twins of artifacts, each content compressed once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from threading import Lock

from .cached import Cache
from .encodings import Codec
from .fingerprint import integrity
from .keys import EncodingKey, key_digest
from .model import Artifact
from .twin_codecs import TwinCodecs

# Twins that another artifact with the same content may still want, in bytes. Beyond that the cache may have them.
_KEPT = 64 << 20

# The integrity of a content, and the codecs that make its twins.
_Work = tuple[str, tuple[Codec, ...]]


def _key(codec: Codec, digest: str) -> str:
    return key_digest(EncodingKey(codec.encoding, codec.name, codec.quality, digest))


def _smaller(codec: Codec, data: bytes) -> bytes:
    twin = codec.encode(data)
    return twin if len(twin) < len(data) else b""


class Twins:
    """Gives artifacts their integrity and their twins; from any thread."""

    def __init__(self, codecs: TwinCodecs, cache: Cache) -> None:
        self._codecs = codecs
        self._cache = cache
        self._lock = Lock()
        # By what is compressed, and how.
        self._busy: dict[_Work, Lock] = {}
        self._recent: OrderedDict[_Work, Mapping[str, bytes]] = OrderedDict()
        self._kept = 0

    def finish(self, artifact: Artifact) -> Artifact:
        """The artifact with its integrity and those twins that are smaller than it is, where it is served."""
        digest = artifact.integrity or integrity(artifact.data)
        codecs = self._codecs_for(artifact)
        if not codecs:
            return artifact._replace(integrity=digest)
        work = digest, codecs
        with self._lock:
            busy = self._busy.setdefault(work, Lock())
        with busy:
            twins = self._recent.get(work)
            if twins is None:
                twins = self._twins(artifact.data, digest, codecs)
                self._keep(work, twins)
        return artifact._replace(integrity=digest, encodings=twins)

    def are_at_hand(self, artifact: Artifact) -> bool:
        """Whether nothing is to be compressed for the artifact, which has its integrity."""
        codecs = self._codecs_for(artifact)
        if not codecs:
            return True
        return self._cache.keeps and all(self._cache.holds(_key(codec, artifact.integrity)) for codec in codecs)

    def _codecs_for(self, artifact: Artifact) -> tuple[Codec, ...]:
        return self._codecs.of(artifact.path) if artifact.served else ()

    def _twins(self, data: bytes, digest: str, codecs: Sequence[Codec]) -> Mapping[str, bytes]:
        made = ((codec.encoding, self._twin(codec, data, digest)) for codec in codecs)
        return {encoding: twin for encoding, twin in made if twin}

    def _twin(self, codec: Codec, data: bytes, digest: str) -> bytes:
        """The twin, or nothing where it is not smaller."""
        if not self._cache.keeps:
            return _smaller(codec, data)
        key = _key(codec, digest)
        kept = self._cache.get(key)
        if kept is None:
            kept = _smaller(codec, data)
            self._cache.put(key, kept)
        return kept

    def _keep(self, work: _Work, twins: Mapping[str, bytes]) -> None:
        with self._lock:
            self._recent[work] = twins
            self._kept += sum(map(len, twins.values()))
            while self._kept > _KEPT:
                _, gone = self._recent.popitem(last=False)
                self._kept -= sum(map(len, gone.values()))
