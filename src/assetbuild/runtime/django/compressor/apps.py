"""The app: its tag library is called `compress`, as django-compressor's."""

from __future__ import annotations

from django.apps import AppConfig


class CompressorConfig(AppConfig):
    """To be installed beside `assetbuild.runtime.django`, in place of `compressor`."""

    name = "assetbuild.runtime.django.compressor"
    label = "assetbuild_compressor"
    verbose_name = "assetbuild in place of django-compressor"
