"""Benchmarks of the library for hiding."""
