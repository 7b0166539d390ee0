"""Entry points: bundles that esbuild makes, all of them in one call."""
