"""Benchmarks of the disclosure library: one module each, CPU seconds, the last line is one JSON object."""
