"""The output folder: written whole or not at all, checked to the last byte, and pruned."""
