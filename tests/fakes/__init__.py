"""Fakes that are real at the wire: servers on loopback that misbehave on order."""
