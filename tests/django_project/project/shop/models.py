from __future__ import annotations

from django.db import models


class Product(models.Model):
    name = models.CharField(max_length=100)
    price = models.DecimalField(max_digits=8, decimal_places=2)
    added = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.name)
