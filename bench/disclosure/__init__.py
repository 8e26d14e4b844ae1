"""Benchmarks of the disclosure library."""
