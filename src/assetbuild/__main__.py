"""`python -m assetbuild`."""

from .cli import main

main()
