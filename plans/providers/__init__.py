"""What higher apps hang on to plans: they register in `AppConfig.ready()`. `readings` tells a measure's figures."""

from plans.providers.readings import Reading, Wanted, readings

__all__ = ["Reading", "Wanted", "readings"]
