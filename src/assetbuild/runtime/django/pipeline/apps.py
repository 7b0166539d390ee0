"""The app: its tag library is called `pipeline`, as django-pipeline's."""

from __future__ import annotations

from django.apps import AppConfig


class PipelineConfig(AppConfig):
    """To be installed beside `assetbuild.runtime.django`, in place of `pipeline`."""

    name = "assetbuild.runtime.django.pipeline"
    label = "assetbuild_pipeline"
    verbose_name = "assetbuild in place of django-pipeline"
