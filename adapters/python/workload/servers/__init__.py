"""How apps are served on the socket that the adapter bound: `python -m servers.NAME APP`."""
