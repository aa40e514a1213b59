"""Pages and doors that only the benchmarks use."""

__version__ = "0"
