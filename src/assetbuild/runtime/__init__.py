"""What a web process needs: look names up in the manifest that the build wrote, and write the HTML that names them."""

from .lazy import LazyManifest
from .lookup import Manifest
from .markup import Html
from .unknown_asset import UnknownAsset

__all__ = ["Html", "LazyManifest", "Manifest", "UnknownAsset"]


def __dir__() -> list[str]:
    return __all__
