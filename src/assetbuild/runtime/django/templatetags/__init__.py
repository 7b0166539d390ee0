"""`{% load assetbuild %}`."""
