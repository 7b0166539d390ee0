"""What no build can be faster than: programs that do a part of the work and nothing else."""
