"""Source maps (ECMA-426, version 3): made by following tokens from what was written to what was made of it."""
