"""The build-stage asset pipeline for Python web apps."""

__version__ = "0.1.0"
