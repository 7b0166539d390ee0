"""Whether templates name assets that the manifest has."""

from .check import TemplateReport, check_templates

__all__ = ["TemplateReport", "check_templates"]
