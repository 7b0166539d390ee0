"""Settings for all tests."""

from __future__ import annotations

from hypothesis import settings

# No test asserts a time.
settings.register_profile("assetbuild", deadline=None)
settings.load_profile("assetbuild")
