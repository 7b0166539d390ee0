"""`{% load compress %}`."""
