"""Renders templates of a Django project by the engine of that name, and prints them, or the error that came up."""

from __future__ import annotations

import json
import sys

import django
from django.template import engines


def main() -> None:
    django.setup()
    engine = engines[sys.argv[1]]
    found = {}
    for name in sys.argv[2:]:
        try:
            found[name] = engine.get_template(name).render({"name": "main"})
        except Exception as error:
            found[name] = f"{type(error).__name__}: {error}"
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
