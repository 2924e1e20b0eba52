"""What Recital costs, side by side with what people use instead: ``python -m benchmarks``."""
