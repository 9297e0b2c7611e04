"""What the server itself keeps while it runs."""

from django.db import models


class DemoControl(models.Model):
    """The restricted hours as changed while running (one row); it survives a restarted worker process."""

    restricted_hours = models.CharField(max_length=2000)

    def __str__(self) -> str:
        return f"restricted hours {self.restricted_hours or 'none'}"


class RequestRing(models.Model):
    """How many requests a caller has made under one limit; see `rates`."""

    caller = models.CharField(max_length=200, primary_key=True)
    turns = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.turns} requests of {self.caller}"


class RequestMoment(models.Model):
    """One slot of a ring: when the request that holds it came, in seconds since 1970."""

    pk = models.CompositePrimaryKey("caller", "slot")
    caller = models.CharField(max_length=200)
    slot = models.IntegerField()
    at = models.FloatField()

    def __str__(self) -> str:
        return f"slot {self.slot} of {self.caller}"
