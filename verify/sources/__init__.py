"""Where captures come from. Every box answers `get(Request) -> Capture | Miss`, and boxes nest: see docs/sources.md."""
