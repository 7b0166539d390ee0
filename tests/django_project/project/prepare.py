"""Makes the database: tables, one user and one product."""

from __future__ import annotations

from datetime import UTC, datetime

import django
from django.core.management import call_command


def main() -> None:
    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)
    from django.contrib.auth import get_user_model
    from shop.models import Product

    get_user_model().objects.create_superuser("ann", "ann@example.com", "ann")
    Product.objects.create(name="Lamp", price=3, added=datetime(2026, 3, 17, 12, tzinfo=UTC))


if __name__ == "__main__":
    main()
