"""`{% load pipeline %}`."""
