"""The peers, one module each, and assetbuild itself among them."""

from __future__ import annotations

from ..peer import Peer
from . import (
    assetbuild,
    bun,
    collectstatic,
    django_compressor,
    django_pipeline,
    esbuild,
    flask_assets,
    lightningcss,
    rolldown,
    sprockets,
    vite,
    webassets,
    whitenoise,
)

PEERS: tuple[Peer, ...] = (
    assetbuild.PEER,
    webassets.PEER,
    flask_assets.PEER,
    django_compressor.PEER,
    django_pipeline.PEER,
    collectstatic.PEER,
    whitenoise.PEER,
    esbuild.PEER,
    bun.PEER,
    rolldown.PEER,
    vite.PEER,
    lightningcss.PEER,
    sprockets.PEER,
)
